package io.enginebench.ground;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the process exits with: the numbers on which scripts rely. */
public enum ExitCode {
    /** Everything that was asked for was done. */
    DONE(0, "done"),
    /** A fault of enginebench itself. */
    INTERNAL_ERROR(1, "internal error"),
    /** The command line asks for something that does not exist, that contradicts itself or that would destroy a file. */
    USAGE(2, "usage"),
    /** There is a result, and some of its rows say why they have no figures. */
    SOME_CELLS_FAILED(3, "some cells failed"),
    /** What was to be shown does not hold: a regression, engines that differ, figures that do not follow. */
    DISPROVED(4, "gate, parity or verification failed"),
    /** This machine cannot do it now: no such device, engine missing, disk full, another campaign. */
    UNFIT(5, "environment unfit"),
    /** A file's content is not what it must be; {@code EX_DATAERR} of sysexits.h. */
    BAD_INPUT(65, "bad input data"),
    /** Ended by Ctrl-C: 128 + SIGINT. */
    INTERRUPTED(130, "interrupted"),
    /** Ended by {@code kill}: 128 + SIGTERM. */
    TERMINATED(143, "terminated");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The number that the shell sees. */
    public int number() {
        return number;
    }

    /** The graver of two: the larger number. */
    public ExitCode or(ExitCode other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The meanings by their numbers, for a help text. */
    public static Map<String, String> meanings() {
        return Arrays.stream(values())
                .collect(Collectors.toMap(
                        code -> Integer.toString(code.number), code -> code.meaning, (a, b) -> a, LinkedHashMap::new));
    }
}
