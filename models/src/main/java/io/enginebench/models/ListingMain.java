package io.enginebench.models;

import io.enginebench.record.graph.ListedNetwork;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;

/**
 * Lists the networks of the plugins on the class path, for those who have no DJL on theirs:
 *
 * <pre>java -cp … io.enginebench.models.ListingMain rows.json networks.json</pre>
 *
 * The first file has a list of {@link RowInput}s; the second gets {@link ListedNetwork}s. Exits with 0, or with 65 and the reason in the
 * last line of standard error.
 */
public final class ListingMain {
    private static final int BAD_INPUT = 65;

    private ListingMain() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        System.setProperty("ai.djl.offline", "true");
        RowInput[] rows = Json.read(Path.of(args[0]), RowInput[].class);
        try {
            List<ListedNetwork> listed = Networks.ofPlugins().stream()
                    .map(network -> new ListedNetwork(
                            network.name(),
                            network.inputs().words(),
                            Arrays.stream(rows).filter(network.inputs()::take).toList()))
                    .toList();
            Json.write(Path.of(args[1]), listed);
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            System.err.println(reason(e).lines().findFirst().orElse(""));
            System.exit(BAD_INPUT);
        }
    }

    private static String reason(Throwable fault) {
        if (fault instanceof ServiceConfigurationError && fault.getCause() != null) {
            return "provider of a plugin must be one that can be made, got: " + fault.getMessage() + ": "
                    + fault.getCause();
        }
        return fault instanceof ServiceConfigurationError || fault instanceof LinkageError
                ? "provider of a plugin must be one that can be loaded here, got: " + fault
                : "networks of a plugin must be ones that can be listed, got: " + fault;
    }
}
