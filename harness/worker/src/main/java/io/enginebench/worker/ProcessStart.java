package io.enginebench.worker;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/**
 * What a process was before it touched an engine.
 *
 * @param jvmMillis from the start of the JVM to the first line of {@code main}
 * @param rssBytes the resident set; empty where the system does not tell
 */
record ProcessStart(double jvmMillis, OptionalLong rssBytes) {
    /**
     * Reads both.
     *
     * @param mainNanos {@link System#nanoTime} of the first line of {@code main}
     */
    static ProcessStart since(long mainNanos) {
        OptionalLong rss = LinuxFacts.residentBytes();
        double sinceMain = (System.nanoTime() - mainNanos) / 1e6;
        return new ProcessStart(Math.max(0, ManagementFactory.getRuntimeMXBean().getUptime() - sinceMain), rss);
    }
}
