package io.enginebench.record.cell;

import java.util.List;
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
}
