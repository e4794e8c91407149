package io.enginebench.models.graph;

import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.enginebench.models.Networks;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Records some of {@link Networks} for those who have no DJL on their class path:
 *
 * <pre>java -cp … io.enginebench.models.graph.RecorderMain requests.json recordings.json</pre>
 *
 * The first file has a list of {@link RecordingRequest}s; the second gets a {@link Recording} for each.
 */
public final class RecorderMain {
    private RecorderMain() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        // DJL asks the network where it runs, unless it is told not to.
        System.setProperty("ai.djl.offline", "true");
        List<Recording> recordings = Arrays.stream(Json.read(Path.of(args[0]), RecordingRequest[].class))
                .map(RecorderMain::recorded)
                .toList();
        Json.write(Path.of(args[1]), recordings);
    }

    private static Block network(RecordingRequest request) {
        return Networks.create(request.network(), request.input(), request.outputs());
    }

    private static DataDesc row(RecordingRequest request) {
        RowInput input = request.input();
        return new DataDesc(
                new Shape(input.lengths()), DataType.valueOf(input.dtype().name()));
    }

    /** {@link Recorder#layers} of a network that can be recorded. */
    public static Map<String, String> layers(RecordingRequest request) {
        return Recorder.layers(network(request), row(request));
    }

    /** What comes of a request. */
    public static Recording recorded(RecordingRequest request) {
        try {
            return new Recording(Recorder.record(network(request), row(request)), null);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return new Recording(null, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
