package io.enginebench.campaign.process;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Failure;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerEvent;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.job.WorkerPhase;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.PluginRecord;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Placement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Starts worker processes, watches them and ends them. Safe for several threads, each with a process of its own.
 *
 * <p>A worker must show progress, not only life: if no row has been worked on for the stall limit it is killed, with all that it
 * started; and so is one that holds more memory than it may.
 */
public final class WorkerLauncher {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final String MAIN = "io.enginebench.worker.WorkerMain";
    /**
     * The terminal sends Ctrl-C to workers too; it is the campaign's to decide what that means. An ignored signal stays ignored across exec,
     * and the JVM respects that.
     */
    private static final String IGNORING_CTRL_C = "trap '' INT; ";

    private final ModelsProcess models;
    private final Home home;
    private final EngineCatalog engines;
    private final Limits limits;
    private final Tuning tuning;
    private final Map<String, String> callerEnvironment;
    private final Set<WorkerProcess> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * A launcher.
     *
     * @param models tells where things are, and what networks compute
     * @param engines whose workers it starts
     * @param limits of each worker
     * @param tuning of the environment of workers in the tuned division
     * @param callerEnvironment looked at for names only
     */
    public WorkerLauncher(
            ModelsProcess models,
            EngineCatalog engines,
            Limits limits,
            Tuning tuning,
            Map<String, String> callerEnvironment) {
        this.models = models;
        this.home = models.home();
        this.engines = engines;
        this.limits = limits;
        this.tuning = tuning;
        this.callerEnvironment = Map.copyOf(callerEnvironment);
    }

    /** Where things are. */
    public Home home() {
        return home;
    }

    /** Who records what networks compute. */
    public ModelsProcess models() {
        return models;
    }

    /** The engine of an id of a campaign. */
    public InstalledEngine engine(String id) {
        return engines.byId(id);
    }

    /** Why an engine cannot be used in a placement, as far as can be told without starting it; empty if it may. */
    public Optional<String> obstacle(Placement placement) {
        return engines.obstacle(placement, callerEnvironment);
    }

    /** What the engine's workers take their classes from, and may have to be made first. */
    public ClassArchive classes(Placement placement) {
        return ClassArchive.of(home, engine(placement.engine()), placement);
    }

    /**
     * What a worker would be given.
     *
     * @param changes as {@link WorkerEnvironment#with} takes them
     */
    public WorkerEnvironment environment(Placement placement, List<String> changes) {
        Tuning chosen = placement.division() == Division.PLAIN ? new Tuning.Stock() : tuning;
        WorkerEnvironment environment = WorkerEnvironment.of(
                engine(placement.engine()), placement.threads(), home.cache(), chosen, callerEnvironment);
        if (chosen instanceof Tuning.Tuned) {
            for (String option : classes(placement).taken()) {
                environment = environment.with(option);
            }
        }
        if (placement.deviceKind().equals("gpu")) {
            environment = environment.onGpu(engine(placement.engine()).descriptor(), callerEnvironment);
        }
        Optional<String> heap = limits.heap(Memory.ofMachine());
        if (heap.isPresent()) {
            environment = environment.with(heap.get());
        }
        if (PluginRecord.serves(placement.engine())) {
            Path served = home.network()
                    .orElseThrow(() -> new BenchException.Unfit("the network of " + placement.engine()
                            + " must be there, got no .onnx file; next: --plugin with it"));
            environment = environment.with("-D" + PluginRecord.PROPERTY + "=" + served);
        }
        for (String change : changes) {
            environment = environment.with(change);
        }
        return environment;
    }

    /**
     * Runs a job to its end and returns how it ended, without this machine's folders; never throws for what the worker does.
     *
     * @param changes of the worker's environment, as {@link WorkerEnvironment#with} takes them
     * @param onEvent told of each event and of what was seen of the worker so far, on the calling thread
     * @throws IOException if the job cannot be written or no process can be started
     */
    public WorkerEnd run(Job job, Folders folders, List<String> changes, BiConsumer<WorkerEvent, Seen> onEvent)
            throws IOException, InterruptedException {
        Files.createDirectories(folders.job());
        for (Path stale : List.of(folders.log(), folders.events(), folders.fault())) {
            Files.deleteIfExists(stale);
        }
        Path crashReport = folders.nextCrashReport();
        Json.write(folders.job().resolve(WorkerFiles.JOB), job);
        WorkerEnvironment environment = environment(job.placement(), changes);
        Files.createDirectories(environment.natives());

        WorkerProcess process = WorkerProcess.start(new OwnJava(environment.variables(), folders.log(), crashReport)
                .process(IGNORING_CTRL_C, environment.jvmOptions(), program(job.placement(), folders)));
        running.add(process);
        try (Memory memory = Memory.of(process.pid(), job.placement())) {
            WorkerEnd end =
                    watch(process, memory, folders, crashReport, onEvent).telling(home::withoutFolders);
            return end.dismissed(process.end());
        } finally {
            process.end();
            running.remove(process);
        }
    }

    /** Kills every worker, now and from now on. */
    public void stop() {
        stopping.set(true);
        running.forEach(WorkerProcess::kill);
    }

    private List<String> program(Placement placement, Folders folders) {
        String engineJars = engine(placement.engine()).classPath(placement.deviceKind());
        List<String> program = new ArrayList<>();
        // The engine's own first: it may bring another version of what the worker has too.
        program.add(engineJars + File.pathSeparator + home.workerClassPath());
        program.add(MAIN);
        for (Path folder : List.of(folders.job(), folders.data(), folders.results())) {
            program.add(folder.toAbsolutePath().toString());
        }
        return program;
    }

    private WorkerEnd watch(
            WorkerProcess process,
            Memory memory,
            Folders folders,
            Path crashReport,
            BiConsumer<WorkerEvent, Seen> onEvent)
            throws InterruptedException {
        EventTail tail = new EventTail(folders.events());

        long progressNanos = System.nanoTime();
        String progressMark = "";
        while (true) {
            long lookedNanos = System.nanoTime();
            boolean ended = process.endsWithin(LOOK);
            if (System.nanoTime() - lookedNanos > PAUSE.toNanos()) {
                progressNanos = System.nanoTime(); // This process was stopped itself, and its workers with it.
            }
            memory.read();
            for (WorkerEvent event : tail.read()) {
                onEvent.accept(event, memory.peak());
                if (event.phase() == WorkerPhase.DONE) {
                    // The worker waits to be dismissed, so this is its peak.
                    memory.read();
                    return new WorkerEnd(CellStatus.OK, null, null, memory.peak());
                }
                String mark = event.cell() + event.phase().json() + event.samples();
                if (!mark.equals(progressMark)) {
                    progressMark = mark;
                    progressNanos = System.nanoTime();
                }
            }
            if (stopping.get()) {
                return WorkerEnd.stopped(memory.peak());
            }
            if (ended) {
                return Diagnosis.of(process.exitCode(), folders, crashReport, memory.peak());
            }
            if (limits.exceededBy(memory.residentBytes())) {
                process.end();
                return new WorkerEnd(
                        CellStatus.OOM_LIMIT,
                        "the worker held %,d MB, more than the %,d MB of --max-memory"
                                .formatted(memory.residentBytes() / 1_000_000, limits.megabytes()),
                        new Failure(null, null, null, Diagnosis.tail(folders.log())),
                        memory.peak());
            }
            if (System.nanoTime() - progressNanos > limits.stall().toNanos()) {
                process.end();
                return new WorkerEnd(
                        CellStatus.TIMEOUT,
                        "no progress for " + limits.stall().toSeconds() + " s",
                        new Failure(null, null, null, Diagnosis.tail(folders.log())),
                        memory.peak());
            }
        }
    }
}
