package io.enginebench.record.setting;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.enginebench.record.Check;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine as workers use it; what is known of an engine is known of one of these.
 *
 * @param engine the engine's id in its campaign
 * @param division which decides the workers' environment
 * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param dtype of what it is to answer in
 * @param threads it may use for one operation
 */
public record Placement(
        String engine,
        Division division,
        String device,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Dtype.Usual.class)
        Dtype dtype,

        int threads) {
    private static final Pattern GPU = Pattern.compile("gpu(?::([0-9]{1,3}))?");

    public Placement {
        dtype = Dtype.orFloat32(dtype);
    }

    /** Whether it names one: {@code cpu}, {@code gpu} or {@code gpu:N}. */
    public static boolean isDevice(String device) {
        return device.equals("cpu") || GPU.matcher(device).matches();
    }

    /**
     * The number of a GPU; empty for the CPU.
     *
     * @param device {@code cpu}, {@code gpu}, which is the first, or {@code gpu:N}
     * @throws IllegalArgumentException if it is none of these
     */
    public static OptionalInt gpu(String device) {
        Matcher gpu = GPU.matcher(device);
        Check.that(isDevice(device), "device", "cpu, gpu or gpu:N", device);
        return gpu.matches()
                ? OptionalInt.of(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)))
                : OptionalInt.empty();
    }

    /** {@code cpu} or {@code gpu}. */
    public String deviceKind() {
        return device.replaceFirst(":.*", "");
    }
}
