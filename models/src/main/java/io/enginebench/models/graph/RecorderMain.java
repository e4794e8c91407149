package io.enginebench.models.graph;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.enginebench.models.Networks;
import io.enginebench.record.Check;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Records some of {@link Networks} for those who have no DJL on their class path:
 *
 * <pre>java -cp … io.enginebench.models.graph.RecorderMain requests.json recordings.json</pre>
 *
 * The first file has a list of {@link RecordingRequest}s; the second gets a {@link Recording} for each. Exits with 0, or with 65 where a
 * network cannot be made or is not what was asked for; the last line of standard error says why.
 */
public final class RecorderMain {
    private static final int BAD_INPUT = 65;

    private RecorderMain() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        // DJL asks the network where it runs, unless it is told not to.
        System.setProperty("ai.djl.offline", "true");
        List<String> mistakes = answer(Path.of(args[0]), Path.of(args[1]));
        if (!mistakes.isEmpty()) {
            System.err.println(String.join("; ", mistakes));
            System.exit(BAD_INPUT);
        }
    }

    /** Records what can be, and gives what is wrong with the others. */
    static List<String> answer(Path asked, Path answered) throws IOException {
        List<Recording> recordings = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        for (RecordingRequest request : Json.read(asked, RecordingRequest[].class)) {
            try {
                recordings.add(checked(request));
            } catch (IllegalArgumentException e) {
                mistakes.add(e.getMessage());
            }
        }
        Json.write(answered, recordings);
        return mistakes;
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

    /**
     * The same of a network that can be made here and answers with what is asked for; who made it may be anybody.
     *
     * @throws IllegalArgumentException if it is not such a one
     */
    private static Recording checked(RecordingRequest request) {
        String name = "network " + request.network();
        try {
            network(request);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (LinkageError e) {
            throw new IllegalArgumentException(Check.mistake(
                    name, "made for DJL " + Engine.getDjlVersion(), "one for another, which has " + e.getMessage()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(Check.mistake(name, "one that can be made", e));
        }
        Recording recording = recorded(request);
        Graph graph = recording.graph();
        if (graph != null) {
            List<List<Long>> outputs = graph.outputs().stream()
                    .flatMap(output -> Stream.concat(graph.nodes().stream(), graph.inputs().stream())
                            .filter(array -> array.name().equals(output))
                            .map(Graph.Array::shape))
                    .toList();
            List<List<Long>> wanted = List.of(List.of(-1L, (long) request.outputs()));
            Check.that(
                    outputs.equals(wanted),
                    "output of " + name,
                    "(batch, %d)".formatted(request.outputs()),
                    outputs.toString().replace("-1", "batch"));
        }
        return recording;
    }
}
