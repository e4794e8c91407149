package io.enginebench.cli;

import io.enginebench.ground.ExitCode;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./bench compare} from a program of one's own, with the same result: engines run in processes of their own, and nothing of them is on
 * this one's class path.
 *
 * <pre>{@code
 * RunResult result = Comparison.of("study-cnn", "fashion")
 *         .in(Path.of("/opt/enginebench"))
 *         .engines("pytorch", "mxnet")
 *         .seeds(5)
 *         .run(Path.of("runs/mine"));
 * }</pre>
 *
 * <p>What is wrong with a comparison is said when it is run, all of it at once, in the command's words.
 */
public final class Comparison {
    private final List<String> arguments = new ArrayList<>();
    private @Nullable Path place;

    private Comparison(String network, String task) {
        with("compare", "--models", network, "--tasks", task);
    }

    /**
     * A network on some rows.
     *
     * @param network its name: of the zoo, or of a {@link #plugin}
     * @param task an id of {@code ./bench tasks}
     */
    public static Comparison of(String network, String task) {
        return new Comparison(network, task);
    }

    /**
     * Where enginebench is: a checkout that {@code mvn package} built in place, or a release. By default that of the properties {@code enginebench.home} and {@code
     * enginebench.program}, the checkout and what {@code ./bench --program} prints there.
     */
    public Comparison in(Path folder) {
        place = folder.toAbsolutePath().normalize();
        return this;
    }

    /** A jar or a Java file with networks. */
    public Comparison plugin(Path file) {
        return with("--plugin", file.toString());
    }

    /** The engines, by their ids of {@code ./bench engines}; without them, all that are built in but variants. */
    public Comparison engines(String... ids) {
        return with("--engines", String.join(",", ids));
    }

    /** How many seeds; 1 without, which can tell nothing. */
    public Comparison seeds(int seeds) {
        return with("--seeds", Integer.toString(seeds));
    }

    /** Passes over the training rows; the task's without. */
    public Comparison epochs(int epochs) {
        return with("--epochs", Integer.toString(epochs));
    }

    /** Training rows, drawn by the seed; all without. */
    public Comparison samples(int samples) {
        return with("--samples", Integer.toString(samples));
    }

    /** Further arguments, as {@code ./bench compare --help} lists them. */
    public Comparison with(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /**
     * Compares.
     *
     * @param folder new or empty, or an earlier run's, which is renamed: gets {@code result.json} and {@code report.html}
     * @return the result, in which cells may have failed ({@link RunResult#failedCells})
     * @throws IllegalArgumentException if the comparison is refused, with a line for each mistake
     * @throws IllegalStateException if it could not be carried out: no such engine here, another campaign runs, the engines do not train the
     *     same thing
     */
    public RunResult run(Path folder) throws IOException {
        List<String> command = new ArrayList<>(arguments);
        command.addAll(List.of("--out", folder.toString()));
        Called comparison = Called.of(command, place);
        comparison.refuseMistakes();
        if (!comparison.ended(ExitCode.DONE, ExitCode.SOME_CELLS_FAILED)) {
            throw new IllegalStateException(comparison.mistakes());
        }
        return ResultFile.read(folder.resolve("result.json"));
    }
}
