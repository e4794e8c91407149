package io.enginebench.record.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The machine, without anything that names its owner. */
public record Environment(Os os, Vm vm, Host host, Load load) {
    /** The operating system. */
    public record Os(String name, String version, String arch) {}

    /** The Java runtime of campaign and workers. */
    public record Vm(String name, String vendor, String version) {}

    /**
     * The hardware.
     *
     * @param hostMemoryCapacity physical memory in bytes
     */
    public record Host(String hostProcessorModelName, int hostProcessorCoreCount, long hostMemoryCapacity) {}

    /**
     * What else the machine was doing.
     *
     * @param loadAverageAtStart over 1, 5 and 15 minutes; empty where the system has none
     */
    public record Load(
            List<Double> loadAverageAtStart, @Nullable List<Double> loadAverageAtEnd) {}
}
