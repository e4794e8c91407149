package io.enginebench.engines.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Rows;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.array.Npy;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An ONNX file of the user's with the weights that it has: nobody else's, so it takes none and tells none. */
final class FileAnswerer implements Answerer {
    private final OrtSession session;
    private final Serving serving;
    private final RowInput input;
    private final String name;

    /**
     * Loads the file.
     *
     * @throws UnsupportedException if it does not take the task's rows, any number of them at once, or has not the task's outputs
     */
    FileAnswerer(OnnxRuntimeSession runtime, Path file, TaskDescriptor task) {
        name = String.valueOf(file.getFileName());
        input = task.input();
        try {
            session = runtime.load(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UnsupportedException("%s must be readable, got: %s".formatted(name, e.getMessage()));
        }
        try {
            Map<String, NodeInfo> inputs = session.getInputInfo();
            Map<String, NodeInfo> outputs = session.getOutputInfo();
            if (inputs.size() != 1 || outputs.isEmpty()) {
                throw new UnsupportedException("%s must have one input and an output, got %s and %s"
                        .formatted(name, inputs.keySet(), outputs.keySet()));
            }
            String only = inputs.keySet().iterator().next();
            check("input", inputs.get(only), input.text() ? OnnxJavaType.INT64 : OnnxJavaType.FLOAT, input.lengths());
            check("output", outputs.values().iterator().next(), OnnxJavaType.FLOAT, new long[] {task.outputs()});
            serving = new Serving(runtime.environment(), session, only);
        } catch (OrtException e) {
            Serving.close(session);
            throw new UnsupportedException("%s must tell its inputs, got: %s".formatted(name, e.getMessage()));
        } catch (UnsupportedException e) {
            Serving.close(session);
            throw e;
        }
    }

    /** The lengths of a row behind an axis of any length; -1 stands for any. */
    private void check(String what, @Nullable NodeInfo node, OnnxJavaType type, long[] row) {
        if (node == null
                || !(node.getInfo() instanceof TensorInfo tensor)
                || tensor.type != type
                || !fits(tensor.getShape(), row)) {
            throw new UnsupportedException("%s of %s must be %s of any number of rows of %s, got %s"
                    .formatted(
                            what,
                            name,
                            type,
                            Arrays.toString(row),
                            node == null
                                    ? "none"
                                    : String.valueOf(node.getInfo()).replaceAll("\\s+", " ")));
        }
    }

    private static boolean fits(long[] shape, long[] row) {
        return shape.length == row.length + 1
                && shape[0] == -1
                && IntStream.range(0, row.length).allMatch(i -> shape[i + 1] == -1 || shape[i + 1] == row[i]);
    }

    @Override
    public DeviceRows load(Rows rows) {
        return new HostRows(input, rows);
    }

    @Override
    public float[] answer(DeviceRows rows, int first, int end, int batchSize, IntConsumer afterBatch) {
        return serving.answer((HostRows) rows, first, end, batchSize, afterBatch);
    }

    private UnsupportedException ownWeights() {
        return new UnsupportedException(name + " has weights of its own");
    }

    @Override
    public Npy weights() {
        throw ownWeights();
    }

    @Override
    public Map<String, Npy> namedWeights(boolean trained) {
        throw ownWeights();
    }

    @Override
    public void take(Npy learnt) {
        throw ownWeights();
    }

    @Override
    public void close() {
        Serving.close(session);
    }
}
