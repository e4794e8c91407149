package io.enginebench.cli;

import io.enginebench.ground.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ./bench gate} from a program of one's own, a test suite for one: whether a run is worse than an earlier one.
 *
 * <pre>{@code
 * GateCheck.Answer answer = GateCheck.of(Path.of("baseline.json"), Path.of("runs/mine/result.json"))
 *         .with("--margin", "accuracy=0.02")
 *         .run();
 * }</pre>
 */
public final class GateCheck {
    private final List<String> arguments = new ArrayList<>();

    private GateCheck(Path baseline, Path candidate) {
        with("gate", "--baseline", baseline.toString(), candidate.toString());
    }

    /** What a gate says. */
    public enum Decision {
        /** All that the baseline has was held against it, and nothing is shown to be worse. */
        OPEN,
        /** Something is worse or missing. */
        SHUT,
        /** Something could not be held against the baseline. */
        CANNOT_TELL
    }

    /**
     * What came of it.
     *
     * @param text the figures and the conclusion, as the command prints them
     */
    public record Answer(Decision decision, String text) {}

    /** A result held against an earlier one. */
    public static GateCheck of(Path baseline, Path candidate) {
        return new GateCheck(baseline, candidate);
    }

    /** Further arguments, as {@code ./bench gate --help} lists them. */
    public GateCheck with(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /**
     * Holds it.
     *
     * @throws IllegalArgumentException if a file does not pass {@code verify}, or an argument is refused, with a line for each mistake
     */
    public Answer run() {
        Called gate = Called.of(arguments, null);
        gate.refuseMistakes();
        if (gate.ended(ExitCode.DONE)) {
            return new Answer(Decision.OPEN, gate.out());
        }
        if (gate.ended(ExitCode.DISPROVED)) {
            return new Answer(Decision.SHUT, gate.out());
        }
        return new Answer(Decision.CANNOT_TELL, gate.out() + gate.mistakes());
    }
}
