package io.enginebench.campaign.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The peak of what a process holds on GPUs, as NVIDIA's driver tells a program of its own. Nothing is known where that is not there, or
 * where the driver does not see the process, as in a container with process numbers of its own.
 */
final class DeviceMemory implements AutoCloseable {
    static final String NVIDIA_SMI = "nvidia-smi";
    private static final long MEBIBYTE = 1 << 20;
    private static final Pattern LINE = Pattern.compile("\\s*([0-9]+)\\s*,\\s*([0-9]+)\\s*");

    private final AtomicLong peakBytes = new AtomicLong();
    private final @Nullable Process teller;

    private DeviceMemory(@Nullable Process teller) {
        this.teller = teller;
    }

    /**
     * Listens from now on.
     *
     * @param program its name on the path, or its file
     */
    static DeviceMemory of(long pid, String program) {
        Process teller;
        try {
            teller = new ProcessBuilder(List.of(
                            program,
                            "--query-compute-apps=pid,used_memory",
                            "--format=csv,noheader,nounits",
                            "-lms",
                            "200"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return new DeviceMemory(null);
        }
        DeviceMemory memory = new DeviceMemory(teller);
        Thread listener = new Thread(() -> memory.listen(teller, pid), "device-memory");
        listener.setDaemon(true);
        listener.start();
        return memory;
    }

    private void listen(Process program, long pid) {
        try (BufferedReader lines = program.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher told = LINE.matcher(line);
                if (told.matches() && Long.parseLong(told.group(1)) == pid) {
                    peakBytes.accumulateAndGet(Long.parseLong(told.group(2)) * MEBIBYTE, Math::max);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // It was ended, or tells something else.
        }
    }

    /** The peak so far in bytes, 0 if it is not known. */
    long peakBytes() {
        return peakBytes.get();
    }

    @Override
    public void close() {
        if (teller != null) {
            teller.destroyForcibly();
        }
    }
}
