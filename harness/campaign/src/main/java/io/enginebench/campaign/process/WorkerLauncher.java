package io.enginebench.campaign.process;

import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Failure;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerEvent;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.job.WorkerPhase;
import io.enginebench.record.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Starts worker processes, watches them and ends them. Safe for several threads, each with a process of its own.
 *
 * <p>A worker must show progress, not only life: if no row has been worked on for the stall limit it is killed, with all its
 * children.
 */
public final class WorkerLauncher {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final String MAIN = "io.enginebench.worker.WorkerMain";

    private final Home home;
    private final Duration stallLimit;
    private final Tuning tuning;
    private final Map<String, String> callerEnvironment;
    private final List<String> changes;
    private final Set<Process> running;
    private final AtomicBoolean stopping;

    /**
     * A launcher.
     *
     * @param stallLimit how long a worker may go without progress
     * @param tuning of every worker's environment
     * @param callerEnvironment looked at for names only
     */
    public WorkerLauncher(Home home, Duration stallLimit, Tuning tuning, Map<String, String> callerEnvironment) {
        this(home, stallLimit, tuning, callerEnvironment, List.of());
    }

    /**
     * A launcher of workers whose environment is otherwise in some things.
     *
     * @param changes as {@link WorkerEnvironment#with} takes them
     */
    public WorkerLauncher(
            Home home,
            Duration stallLimit,
            Tuning tuning,
            Map<String, String> callerEnvironment,
            List<String> changes) {
        this(home, stallLimit, tuning, callerEnvironment, changes, ConcurrentHashMap.newKeySet(), new AtomicBoolean());
    }

    private WorkerLauncher(
            Home home,
            Duration stallLimit,
            Tuning tuning,
            Map<String, String> callerEnvironment,
            List<String> changes,
            Set<Process> running,
            AtomicBoolean stopping) {
        this.home = home;
        this.stallLimit = stallLimit;
        this.tuning = tuning;
        this.callerEnvironment = Map.copyOf(callerEnvironment);
        this.changes = List.copyOf(changes);
        this.running = running;
        this.stopping = stopping;
    }

    /** A launcher whose workers have other changes, if any, and are stopped together with this one's. */
    public WorkerLauncher with(List<String> otherChanges) {
        return new WorkerLauncher(home, stallLimit, tuning, callerEnvironment, otherChanges, running, stopping);
    }

    /** What a worker of the engine would be given. */
    public WorkerEnvironment environment(InstalledEngine engine, int threads) {
        WorkerEnvironment environment = WorkerEnvironment.of(engine, threads, home.cache(), tuning, callerEnvironment);
        for (String change : changes) {
            environment = environment.with(change);
        }
        return environment;
    }

    /**
     * Runs a job to its end and returns how it ended; never throws for what the worker does.
     *
     * @param onEvent told of each event, on the calling thread
     * @throws IOException if the job cannot be written or no process can be started
     */
    public WorkerEnd run(InstalledEngine engine, Job job, Folders folders, Consumer<WorkerEvent> onEvent)
            throws IOException, InterruptedException {
        Path jobFolder = folders.job();
        Files.createDirectories(jobFolder);
        Path log = jobFolder.resolve("worker.log");
        Path crashReport = jobFolder.resolve("hs_err.log");
        for (Path stale : List.of(
                log, crashReport, jobFolder.resolve(WorkerFiles.EVENTS), jobFolder.resolve(WorkerFiles.FAULT))) {
            Files.deleteIfExists(stale);
        }
        Json.write(jobFolder.resolve(WorkerFiles.JOB), job);
        WorkerEnvironment environment = environment(engine, job.placement().threads());
        Files.createDirectories(environment.natives());

        ProcessBuilder builder = new ProcessBuilder(command(engine, environment, folders, crashReport))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment.variables());
        Process process = builder.start();
        running.add(process);
        try {
            return watch(process, jobFolder, log, crashReport, onEvent);
        } finally {
            end(process);
            running.remove(process);
        }
    }

    /** Kills every worker, now and from now on. */
    public void stop() {
        stopping.set(true);
        running.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    private List<String> command(
            InstalledEngine engine, WorkerEnvironment environment, Folders folders, Path crashReport) {
        List<String> command = new ArrayList<>();
        if (File.separatorChar == '/') {
            // The terminal sends Ctrl-C to workers too; it is the campaign's to decide what that means. An ignored
            // signal
            // stays ignored across exec, and the JVM respects that. No core files: they are gigabytes.
            command.addAll(List.of("/bin/sh", "-c", "trap '' INT; ulimit -c 0; exec \"$@\"", "worker"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(environment.jvmOptions());
        command.add("-XX:ErrorFile=" + crashReport.toAbsolutePath());
        command.add("-cp");
        command.add(home.workerLibrary() + "/*" + File.pathSeparator + engine.classPath());
        command.add(MAIN);
        for (Path folder : List.of(folders.job(), folders.data(), folders.results())) {
            command.add(folder.toAbsolutePath().toString());
        }
        return command;
    }

    private WorkerEnd watch(Process process, Path jobFolder, Path log, Path crashReport, Consumer<WorkerEvent> onEvent)
            throws InterruptedException {
        EventTail tail = new EventTail(jobFolder.resolve(WorkerFiles.EVENTS));
        ResidentSet memory = new ResidentSet(process.pid());
        long progressNanos = System.nanoTime();
        String progressMark = "";
        while (true) {
            long lookedNanos = System.nanoTime();
            boolean ended = process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (System.nanoTime() - lookedNanos > PAUSE.toNanos()) {
                progressNanos = System.nanoTime(); // This process was stopped itself, and its workers with it.
            }
            memory.read();
            for (WorkerEvent event : tail.read()) {
                onEvent.accept(event);
                if (event.phase() == WorkerPhase.DONE) {
                    // The worker waits to be dismissed, so this is its peak.
                    memory.read();
                    return new WorkerEnd(CellStatus.OK, null, null, memory.peakBytes());
                }
                String mark = event.cell() + event.phase().json() + event.samples();
                if (!mark.equals(progressMark)) {
                    progressMark = mark;
                    progressNanos = System.nanoTime();
                }
            }
            if (stopping.get()) {
                return new WorkerEnd(CellStatus.INTERRUPTED, "the campaign was stopped", null, memory.peakBytes());
            }
            if (ended) {
                return Diagnosis.of(process.exitValue(), jobFolder, log, crashReport, memory.peakBytes());
            }
            if (System.nanoTime() - progressNanos > stallLimit.toNanos()) {
                end(process);
                return new WorkerEnd(
                        CellStatus.TIMEOUT,
                        "no progress for " + stallLimit.toSeconds() + " s",
                        new Failure(null, null, null, Diagnosis.tail(log)),
                        memory.peakBytes());
            }
        }
    }

    /** Dismisses a worker that is done; sends TERM, then KILL, to one that does not go, and to its children. */
    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already.
        }
        if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroy();
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
