package io.enginebench.engines.spi;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to a request for a device. */
public sealed interface DeviceChoice {
    /** The device exists and the engine's natives can use it. */
    record Selected(Device device) implements DeviceChoice {}

    /** The device cannot be used, with the reason and what would mend it. */
    record Unavailable(String reason) implements DeviceChoice {}

    /**
     * Checks the request against what the native library was built for and what the driver reports.
     *
     * @param requested {@code cpu}, {@code gpu} or {@code gpu:N}
     */
    static DeviceChoice of(Engine engine, String requested) {
        if (requested.equals("cpu")) {
            return new Selected(Device.cpu());
        }
        Matcher gpu = Pattern.compile("gpu(?::([0-9]{1,3}))?").matcher(requested);
        if (!gpu.matches()) {
            return new Unavailable("device must be cpu, gpu or gpu:N, got " + requested);
        }
        if (!engine.hasCapability("CUDA")) {
            return new Unavailable("the native library of " + engine.getEngineName() + " is built for the CPU only");
        }
        int number = gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
        int present = engine.getGpuCount();
        if (present == 0) {
            return new Unavailable("no GPU is found: a driver and libcudart must be installed");
        }
        if (number >= present) {
            return new Unavailable("gpu number must be below " + present + ", got " + number);
        }
        return new Selected(Device.gpu(number));
    }
}
