package io.enginebench.engines.onnxruntime;

import ai.onnxruntime.OrtSession;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Rows;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.models.graph.RecorderMain;
import io.enginebench.models.onnx.HalfPrecision;
import io.enginebench.models.onnx.OnnxModel;
import io.enginebench.models.weights.FlatWeights;
import io.enginebench.models.weights.StartingWeights;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.setting.Dtype;
import java.util.Map;
import java.util.function.IntConsumer;

/** A network as an ONNX file with its weights inside, in a session of ONNX Runtime: other weights are another file. */
final class OnnxRuntimeAnswerer implements Answerer {
    private final OnnxRuntimeSession runtime;
    private final RowInput input;
    private final Graph graph;
    /** What the file says: the graph, or the same in other numbers. */
    private final Graph served;

    private final double preparationMillis;
    private Map<String, float[]> weights;
    private OrtSession session;

    OnnxRuntimeAnswerer(OnnxRuntimeSession runtime, QualitySpec spec) {
        this.runtime = runtime;
        input = spec.task().input();
        long start = System.nanoTime();
        graph = graph(new RecordingRequest(spec.model(), input, spec.task().outputs()));
        served = in(spec.setting().dtype(), graph);
        weights = StartingWeights.of(graph, Draws.stream(spec.seed(), Draws.Purpose.WEIGHTS, spec.fold()));
        byte[] model = model();
        preparationMillis = (System.nanoTime() - start) / 1e6;
        session = runtime.load(model);
    }

    private static Graph graph(RecordingRequest request) {
        Recording recording = RecorderMain.recorded(request);
        Graph graph = recording.graph();
        if (graph == null) {
            throw new UnsupportedException(String.valueOf(recording.reason()));
        }
        return graph;
    }

    private static Graph in(Dtype dtype, Graph graph) {
        return switch (dtype) {
            case FLOAT32 -> graph;
            case FLOAT16 -> HalfPrecision.of(graph);
            case BFLOAT16 -> throw new UnsupportedException("dtype must be float32 or float16, got bfloat16");
        };
    }

    private byte[] model() {
        try {
            return OnnxModel.of(served, weights);
        } catch (UnsupportedOperationException e) {
            throw new UnsupportedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public double preparationMillis() {
        return preparationMillis;
    }

    @Override
    public DeviceRows load(Rows rows) {
        return new HostRows(input, rows);
    }

    @Override
    public float[] answer(DeviceRows rows, int first, int end, int batchSize, IntConsumer afterBatch) {
        return new Serving(runtime.environment(), session, graph.inputs().get(0).name())
                .answer((HostRows) rows, first, end, batchSize, afterBatch);
    }

    @Override
    public Npy weights() {
        return FlatWeights.join(graph, weights);
    }

    @Override
    public Map<String, Npy> namedWeights(boolean trained) {
        return FlatWeights.named(graph, weights, trained);
    }

    @Override
    public void take(Npy learnt) {
        weights = FlatWeights.split(graph, learnt);
        OrtSession other = runtime.load(model());
        close();
        session = other;
    }

    @Override
    public void close() {
        Serving.close(session);
    }
}
