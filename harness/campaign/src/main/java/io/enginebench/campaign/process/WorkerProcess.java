package io.enginebench.campaign.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A worker with all that it starts, what leaves its tree and session included: each inherits a mark in its environment, which is another
 * one for each worker. Where the OS does not show environments, only its tree is known.
 */
final class WorkerProcess {
    private static final String MARK = "ENGINEBENCH_WORKER";
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** A process may start another one while it is looked for. */
    private static final int LOOKS = 10;

    private final Process process;
    private final String mark;

    private WorkerProcess(Process process, String mark) {
        this.process = process;
        this.mark = mark;
    }

    /** Starts it; the mark is added to the environment. */
    static WorkerProcess start(ProcessBuilder builder) throws IOException {
        String mark = UUID.randomUUID().toString();
        builder.environment().put(MARK, mark);
        return new WorkerProcess(builder.start(), MARK + "=" + mark);
    }

    long pid() {
        return process.pid();
    }

    /** Whether it ended within a time. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Of one that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Kills it and what it started, without waiting. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /**
     * Dismisses one that is done; sends TERM, then KILL, to one that does not go, and KILL to what it started.
     *
     * @return the last signal that it took; empty if it went by itself
     */
    Optional<String> end() throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already.
        }
        Optional<String> took = Optional.empty();
        if (!endsWithin(GRACE)) {
            process.destroy();
            took = Optional.of("SIGTERM");
            if (!endsWithin(GRACE)) {
                process.destroyForcibly().waitFor();
                took = Optional.of("SIGKILL");
            }
        }
        children.forEach(ProcessHandle::destroyForcibly);
        for (int look = 0; look < LOOKS && killMarked(); look++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return took;
    }

    /** Whether there was any. */
    private boolean killMarked() {
        List<ProcessHandle> marked;
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            marked = all.filter(this::carriesMark).toList();
        }
        marked.forEach(ProcessHandle::destroyForcibly);
        return !marked.isEmpty();
    }

    private boolean carriesMark(ProcessHandle other) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(other.pid()), "environ"));
            return List.of(new String(environment, StandardCharsets.ISO_8859_1).split("\0", -1))
                    .contains(mark);
        } catch (IOException e) {
            return false; // Another user's, gone already, or no such system.
        }
    }
}
