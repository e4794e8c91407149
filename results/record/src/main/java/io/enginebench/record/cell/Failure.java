package io.enginebench.record.cell;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a process left behind that ended badly.
 *
 * @param exitCode as the operating system reported it; null if the process never ended by itself
 * @param signal the signal it died of, by name
 * @param crashReport the JVM's error report, as a file name in the job's folder
 * @param logTail the last lines of the worker's log
 */
public record Failure(
        @Nullable Integer exitCode,
        @Nullable String signal,
        @Nullable String crashReport,
        List<String> logTail) {
    public Failure {
        logTail = List.copyOf(logTail);
    }

    /** An end with what the process died of, if that is known. */
    static String ending(CellStatus status, @Nullable Failure failure) {
        return failure != null && failure.signal() != null ? status + "(" + failure.signal() + ")" : status.name();
    }

    /** The same with each line of the log changed. */
    public Failure withLog(UnaryOperator<String> change) {
        return new Failure(
                exitCode, signal, crashReport, logTail.stream().map(change).toList());
    }
}
