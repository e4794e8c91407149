package io.enginebench.cli.terminal;

import io.enginebench.ground.ExitCode;
import java.util.Optional;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and TERM: the first asks the campaign to stop and report what it has, the second ends the process at once. (Java's
 * shutdown hooks cannot do this: a second signal does not get past the first one's hooks.)
 */
public final class Interrupts {
    private volatile @Nullable ExitCode exitCode;

    /** From now on the first signal runs {@code stop}. */
    public void onFirst(Runnable stop) {
        Signals.register("INT", () -> received(ExitCode.INTERRUPTED, stop));
        Signals.register("TERM", () -> received(ExitCode.TERMINATED, stop));
    }

    private void received(ExitCode code, Runnable stop) {
        if (exitCode != null) {
            Runtime.getRuntime().halt(code.number());
        }
        exitCode = code;
        stop.run();
    }

    /** The code of the signal, if one came. */
    public Optional<ExitCode> exitCode() {
        return Optional.ofNullable(exitCode);
    }
}
