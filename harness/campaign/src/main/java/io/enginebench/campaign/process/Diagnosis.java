package io.enginebench.campaign.process;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Failure;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.job.WorkerFault;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what became of a process that ended without finishing its job, from its exit code and what it left. */
final class Diagnosis {
    /** What a JVM says before it exits under -XX:+ExitOnOutOfMemoryError; its exit may then be a crash of a library that is unloaded. */
    private static final String JVM_OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError";

    private static final int SIGKILL = 9;
    private static final int LOG_LINES = 20;
    private static final long LOG_BYTES = 64 << 10;
    /** Numbers that are the same on Linux and macOS for these signals, but for SIGBUS. */
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL",
            11, "SIGSEGV", 15, "SIGTERM");

    private static final Set<String> FROM_OUTSIDE = Set.of("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT");

    private static final Pattern REPORTED_SIGNAL = Pattern.compile("(?m)^#\\s+(SIG[A-Z]+) \\(0x");

    private Diagnosis() {}

    /**
     * The end of a process.
     *
     * @param exitCode as {@link Process#exitValue} gives it: 128 + signal if a signal ended it
     * @param crashReport where the JVM was to leave one
     */
    static WorkerEnd of(int exitCode, Folders folders, Path crashReport, Seen peak) {
        boolean reported = Files.exists(crashReport);
        @Nullable String signal = reported ? reportedSignal(crashReport) : null;
        if (signal == null && exitCode > 128) {
            signal = SIGNALS.getOrDefault(exitCode - 128, "signal " + (exitCode - 128));
        }
        Failure failure = new Failure(
                exitCode, signal, reported ? crashReport.getFileName().toString() : null, tail(folders.log()));
        WorkerFault fault;
        if (end(folders.log()).contains(JVM_OUT_OF_MEMORY)) { // A crash report of twenty lines may stand behind it.
            fault = new WorkerFault(CellStatus.OOM_HEAP, "the Java heap of the worker was too small");
        } else if (signal == null) {
            fault = fault(folders).orElseGet(() -> ofExitCode(exitCode));
        } else {
            fault = ofSignal(signal, !reported, exitCode == 128 + SIGKILL);
        }
        return new WorkerEnd(fault.status(), fault.reason(), failure, peak);
    }

    private static WorkerFault ofSignal(String signal, boolean unreported, boolean perhapsOfKernel) {
        return unreported && FROM_OUTSIDE.contains(signal)
                ? new WorkerFault(
                        CellStatus.KILLED,
                        "the worker was killed with " + signal
                                + (perhapsOfKernel
                                        ? ", perhaps by a kernel short of memory, which has %,d MB"
                                                .formatted(Memory.ofMachine() / 1_000_000)
                                        : ""))
                : new WorkerFault(CellStatus.CRASHED, "the worker crashed with " + signal);
    }

    private static WorkerFault ofExitCode(int exitCode) {
        return new WorkerFault(
                CellStatus.CRASHED, "the worker ended with exit code " + exitCode + " and without a result");
    }

    /** The last lines of a log, at most 64 KiB of it. */
    static List<String> tail(Path log) {
        List<String> lines = end(log).lines().toList();
        return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    }

    private static String end(Path log) {
        try (var channel = Files.newByteChannel(log)) {
            channel.position(Math.max(0, channel.size() - LOG_BYTES));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static @Nullable String reportedSignal(Path crashReport) {
        try {
            Matcher matcher = REPORTED_SIGNAL.matcher(Files.readString(crashReport, StandardCharsets.ISO_8859_1));
            return matcher.find() ? matcher.group(1) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Optional<WorkerFault> fault(Folders folders) {
        try {
            return Optional.of(Json.read(folders.fault(), WorkerFault.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
