package io.enginebench.cli;

import java.util.OptionalInt;
import org.jline.utils.Signals;

/**
 * Ctrl-C and TERM: the first asks the campaign to stop and report what it has, the second ends the process at once. (Java's
 * shutdown hooks cannot do this: a second signal does not get past the first one's hooks.)
 */
final class Interrupts {
    private static final int SIGINT = 130;
    private static final int SIGTERM = 143;

    private volatile int exitCode;

    /** From now on the first signal runs {@code stop}. */
    void onFirst(Runnable stop) {
        Signals.register("INT", () -> received(SIGINT, stop));
        Signals.register("TERM", () -> received(SIGTERM, stop));
    }

    private void received(int code, Runnable stop) {
        if (exitCode != 0) {
            Runtime.getRuntime().halt(code);
        }
        exitCode = code;
        stop.run();
    }

    /** 130 or 143 if a signal came. */
    OptionalInt exitCode() {
        return exitCode == 0 ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }
}
