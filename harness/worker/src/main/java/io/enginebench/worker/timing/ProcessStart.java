package io.enginebench.worker.timing;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a process was before it touched an engine.
 *
 * @param jvmMillis from the start of the JVM to the first line of {@code main}
 * @param rssBytes the resident set; null where the system does not tell
 */
public record ProcessStart(double jvmMillis, @Nullable Long rssBytes) {
    /**
     * Reads both.
     *
     * @param mainNanos {@link System#nanoTime} of the first line of {@code main}
     */
    public static ProcessStart since(long mainNanos) {
        Long rss = LinuxFacts.residentBytes();
        double sinceMain = (System.nanoTime() - mainNanos) / 1e6;
        return new ProcessStart(Math.max(0, ManagementFactory.getRuntimeMXBean().getUptime() - sinceMain), rss);
    }
}
