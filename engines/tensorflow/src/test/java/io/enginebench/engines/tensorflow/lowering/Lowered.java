package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.engines.tensorflow.Started;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/** One operator as TensorFlow runs it, on arrays a, b, … that count as parameters, so that all have derivatives. */
final class Lowered implements AutoCloseable {
    private final org.tensorflow.Graph graph = Started.graph();
    private final Session session;
    private final Map<String, Output<?>> given = new LinkedHashMap<>();
    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();
    private final Map<String, Storage> storages;
    private final Forward forward;
    private final Output<?> byOutput;
    private final Map<String, Output<?>> derivatives;

    Lowered(String operator, List<List<Long>> inputs, List<Long> shape, Map<String, Object> attributes) {
        List<Graph.Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String name = Character.toString('a' + i);
            shapes.put(name, inputs.get(i));
            parameters.add(new Graph.Parameter(name, inputs.get(i), ElementType.FLOAT32, Graph.Role.OTHER, true));
        }
        Graph network = new Graph(
                List.of(new Graph.Input("input", List.of(-1L), ElementType.FLOAT32)),
                parameters,
                List.of(new Graph.Node(
                        "made", operator, List.copyOf(shapes.keySet()), shape, ElementType.FLOAT32, attributes)),
                List.of("made"));
        Ops ops = new Ops(graph);
        storages = Storage.of(network);
        storages.forEach((name, storage) -> given.put(name, ops.placeholder(DataType.DT_FLOAT, storage.lengths())));
        forward =
                Forward.of(ops, network, new Forward.Mode(true, null), 1, ops.placeholder(DataType.DT_FLOAT, 1), given);
        byOutput = ops.placeholder(
                DataType.DT_FLOAT, shape.stream().mapToLong(Long::longValue).toArray());
        derivatives = Backward.of(forward, byOutput);
        forward.output();
        session = new Session(graph);
    }

    /** The output for some inputs, in the network's order. */
    float[] made(float[]... inputs) {
        return run(inputs, null, Map.of("made", forward.output())).get("made");
    }

    /** What running statistics become, by name. */
    Map<String, float[]> statistics(float[]... inputs) {
        return run(inputs, null, forward.statistics());
    }

    /** The derivatives by each input that has some, of the sum of the outputs each times a weight. */
    Map<String, float[]> derivatives(float[] weights, float[]... inputs) {
        Map<String, float[]> stored = run(inputs, weights, derivatives);
        stored.replaceAll(
                (name, values) -> Objects.requireNonNull(storages.get(name)).loaded(values, shapes.get(name)));
        return stored;
    }

    private Map<String, float[]> run(float[][] inputs, float[] weights, Map<String, Output<?>> wanted) {
        List<TFloat32> open = new ArrayList<>();
        Session.Runner runner = session.runner();
        int i = 0;
        for (Map.Entry<String, List<Long>> one : shapes.entrySet()) {
            Storage storage = Objects.requireNonNull(storages.get(one.getKey()));
            open.add(tensor(storage.stored(inputs[i++], one.getValue()), storage.lengths()));
            runner.feed(given.get(one.getKey()), open.get(open.size() - 1));
        }
        if (weights != null) {
            open.add(tensor(weights, byOutput.shape().asArray()));
            runner.feed(byOutput, open.get(open.size() - 1));
        }
        List<Output<?>> distinct = wanted.values().stream().distinct().toList();
        distinct.forEach(runner::fetch);
        Map<String, float[]> all = new HashMap<>();
        try (Result result = runner.run()) {
            wanted.forEach((name, output) -> {
                float[] values = new float[Math.toIntExact(output.shape().size())];
                result.get(distinct.indexOf(output))
                        .asRawTensor()
                        .data()
                        .asFloats()
                        .read(values);
                all.put(name, values);
            });
        }
        open.forEach(TFloat32::close);
        return all;
    }

    private static TFloat32 tensor(float[] values, long[] shape) {
        return TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values, false, false));
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
