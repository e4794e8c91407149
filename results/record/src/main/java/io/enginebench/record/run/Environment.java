package io.enginebench.record.run;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The machine, without anything that names its owner. */
public record Environment(Os os, Vm vm, Host host, Load load) {
    /** The same at the end of what was done there. */
    public Environment until(List<Double> loadAverageAtEnd) {
        return new Environment(os, vm, host, new Load(load.loadAverageAtStart(), loadAverageAtEnd));
    }

    /** The operating system. */
    public record Os(String name, String version, String arch) {}

    /** The Java runtime of campaign and workers. */
    public record Vm(String name, String vendor, String version) {}

    /**
     * The hardware.
     *
     * @param usableProcessorCount of the processors those that the campaign may use, as {@code taskset} or a container leaves them; absent: all
     * @param hostMemoryCapacity physical memory in bytes
     * @param gpus in the order of their numbers; null where the driver's {@code nvidia-smi} tells of none
     * @param instructionSets of the processor that engines choose their kernels by, as the system names them; null where nothing tells
     */
    public record Host(
            String hostProcessorModelName,
            int hostProcessorCoreCount,
            @Nullable Integer usableProcessorCount,
            long hostMemoryCapacity,
            @Nullable List<Gpu> gpus,
            @Nullable List<String> instructionSets) {
        public Host {
            gpus = gpus == null ? null : List.copyOf(gpus);
            instructionSets = instructionSets == null ? null : List.copyOf(instructionSets);
        }

        /** The same without memory and cards: what of a machine the speed of a training on its processors depends on. */
        public Host processorsAlone() {
            return new Host(
                    hostProcessorModelName, hostProcessorCoreCount, usableProcessorCount, 0, null, instructionSets);
        }

        /** How many processors there are, in words. */
        public String processors() {
            return hostProcessorCoreCount
                    + (hostProcessorCoreCount == 1 ? " core" : " cores")
                    + (usableProcessorCount == null ? "" : ", " + usableProcessorCount + " of them usable");
        }

        /** Name and driver of each graphics card. */
        public List<String> gpuNames() {
            return Objects.requireNonNullElse(gpus, List.<Gpu>of()).stream()
                    .map(gpu -> gpu.name() + " (driver " + gpu.driverVersion() + ")")
                    .toList();
        }
    }

    /**
     * A graphics card, as its driver describes it.
     *
     * @param index as in {@code gpu:N}
     * @param memoryBytes of its own; null where the driver does not tell, as of the following
     * @param clockMhz the highest of its processors
     * @param computeCapability of CUDA, as in {@code 8.9}
     */
    public record Gpu(
            int index,
            String name,
            String driverVersion,
            @Nullable Long memoryBytes,
            @Nullable Integer clockMhz,
            @Nullable String computeCapability) {}

    /**
     * What else the machine was doing.
     *
     * @param loadAverageAtStart over 1, 5 and 15 minutes; empty where the system has none
     */
    public record Load(
            List<Double> loadAverageAtStart, @Nullable List<Double> loadAverageAtEnd) {}
}
