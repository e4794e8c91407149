package io.enginebench.ground;

import io.enginebench.record.Check;
import io.enginebench.record.Mistakes;
import java.util.List;

/** A fault that a user can mend, with its exit code; every other exception is a fault of enginebench. */
public abstract sealed class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    private BenchException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What the process exits with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** What to say of a fault of the platform: its message, or its kind where it has none. */
    public static String messageOf(Throwable fault) {
        String message = fault.getMessage();
        return message == null ? fault.getClass().getSimpleName() : message;
    }

    /** The command line asks for something that does not exist or contradicts itself; names every mistake at once. */
    public static final class Usage extends BenchException {
        private static final long serialVersionUID = 1L;

        /** One mistake a line. */
        public Usage(List<String> mistakes) {
            super(ExitCode.USAGE, String.join("\n", mistakes));
        }

        /** One mistake: {@code <what> must be <rule>, got <value>}. */
        public Usage(String name, String rule, Object got) {
            this(List.of(Check.mistake(name, rule, got)));
        }

        /**
         * Goes on only where there is none.
         *
         * @throws Usage with all of them
         */
        public static void refuse(Mistakes mistakes) {
            if (!mistakes.isEmpty()) {
                throw new Usage(mistakes.lines());
            }
        }
    }

    /** This machine cannot do it now: no such device, engine missing, disk full, another campaign. */
    public static final class Unfit extends BenchException {
        private static final long serialVersionUID = 1L;

        /** One line: what is wrong and what to do next. */
        public Unfit(String message) {
            super(ExitCode.UNFIT, message);
        }
    }

    /** What was to be shown before anything else does not hold: the engines do not train the same thing. */
    public static final class Disproved extends BenchException {
        private static final long serialVersionUID = 1L;

        /** What does not hold, a line for each. */
        public Disproved(List<String> faults) {
            super(ExitCode.DISPROVED, String.join("\n", faults));
        }
    }

    /** A file's content is not what it must be. */
    public static final class BadInput extends BenchException {
        private static final long serialVersionUID = 1L;

        /** {@code <what> must be <rule>, got <value>}. */
        public BadInput(String message) {
            super(ExitCode.BAD_INPUT, message);
        }
    }
}
