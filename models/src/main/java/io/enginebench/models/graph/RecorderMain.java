package io.enginebench.models.graph;

import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.enginebench.models.Networks;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

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

    /** What comes of a request. */
    public static Recording recorded(RecordingRequest request) {
        try {
            RowInput input = request.input();
            DataDesc row = new DataDesc(
                    new Shape(input.lengths()), DataType.valueOf(input.dtype().name()));
            return new Recording(
                    Recorder.record(Networks.create(request.network(), input, request.outputs()), row), null);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return new Recording(null, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
