package io.enginebench.worker.export;

import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Draws.Purpose;
import io.enginebench.models.graph.RecorderMain;
import io.enginebench.models.onnx.OnnxModel;
import io.enginebench.models.weights.FlatWeights;
import io.enginebench.models.weights.StartingWeights;
import io.enginebench.record.array.Npy;
import io.enginebench.record.graph.ExportRequest;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.json.AtomicFile;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes an ONNX file: {@code ExportMain request.json}, an {@link ExportRequest}. Exits with 0, or with 65 and the reason in the last line
 * of standard error.
 */
public final class ExportMain {
    private static final int BAD_INPUT = 65;

    private ExportMain() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        System.setProperty("ai.djl.offline", "true");
        ExportRequest request = Json.read(Path.of(args[0]), ExportRequest.class);
        try {
            Recording recording = RecorderMain.recorded(request.network());
            Graph graph = recording.graph();
            if (graph == null) {
                throw new IllegalArgumentException(recording.reason());
            }
            AtomicFile.write(Path.of(request.file()), OnnxModel.of(graph, weights(graph, request)));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            System.err.println(e.getMessage());
            System.exit(BAD_INPUT);
        }
    }

    private static Map<String, float[]> weights(Graph graph, ExportRequest request) throws IOException {
        return request.weights() == null
                ? StartingWeights.of(graph, Draws.stream(request.seed(), Purpose.WEIGHTS, null))
                : FlatWeights.split(graph, Npy.read(Path.of(request.weights())));
    }
}
