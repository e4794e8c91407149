package io.enginebench.campaign.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;

/**
 * The peak resident set of a process, read from outside it. Linux keeps the peak itself (VmHWM); elsewhere it is the
 * largest of the readings that were taken.
 */
public final class ResidentSet {
    private final long pid;
    private final Path status;
    private long peakBytes;

    ResidentSet(long pid) {
        this.pid = pid;
        this.status = Path.of("/proc", Long.toString(pid), "status");
    }

    /** Takes a reading; a process that is gone leaves the last one standing. */
    void read() {
        peakBytes = Math.max(peakBytes, Files.exists(status) ? highWaterMark() : bytesNow(pid));
    }

    /** The peak so far in bytes, 0 if there was no reading. */
    long peakBytes() {
        return peakBytes;
    }

    private long highWaterMark() {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The resident set of a process now, 0 if it is gone. */
    public static long bytesNow(long pid) {
        OSProcess process = new SystemInfo().getOperatingSystem().getProcess((int) pid);
        return process == null ? 0 : process.getResidentSetSize();
    }
}
