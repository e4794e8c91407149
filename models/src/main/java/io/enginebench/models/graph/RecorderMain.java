package io.enginebench.models.graph;

import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.enginebench.models.Networks;
import io.enginebench.record.Check;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Records one of {@link Networks} into a file, for those who have no DJL on their class path:
 *
 * <pre>java -cp … io.enginebench.models.graph.RecorderMain resnet18 1,28,28 10 graph.json</pre>
 *
 * The arguments are the network's name, the lengths of one row (float32), the length of the output and the file to write. Exits
 * with 0, or with 2 and one line on standard error if the network cannot be recorded.
 */
public final class RecorderMain {
    private static final String NUMBER = "[1-9][0-9]{0,8}";

    private RecorderMain() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        // DJL asks the network where it runs, unless it is told not to.
        System.setProperty("ai.djl.offline", "true");
        try {
            Check.that(args.length == 4, "arguments", "NETWORK LENGTHS OUTPUTS FILE", String.join(" ", args));
            Json.write(Path.of(args[3]), graph(args[0], args[1], args[2]));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static Graph graph(String network, String lengths, String outputs) {
        Check.that(lengths.matches(NUMBER + "(," + NUMBER + ")*"), "lengths", "numbers with commas between", lengths);
        Check.that(outputs.matches(NUMBER), "outputs", "a number", outputs);
        Shape row = new Shape(
                Arrays.stream(lengths.split(",")).mapToLong(Long::parseLong).toArray());
        return Recorder.record(
                Networks.create(network, row, Integer.parseInt(outputs)), new DataDesc(row, DataType.FLOAT32));
    }
}
