package io.enginebench.campaign.parity;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.prepare.EngineCheck;
import io.enginebench.campaign.prepare.Engines;
import io.enginebench.campaign.prepare.HostLock;
import io.enginebench.campaign.process.Folders;
import io.enginebench.campaign.process.WorkerEnd;
import io.enginebench.campaign.process.WorkerLauncher;
import io.enginebench.data.sources.DataRequest;
import io.enginebench.data.sources.DataStore;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Home;
import io.enginebench.ground.Scratch;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.Rung;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets each engine of a plan write down its first steps on each task and network, one process at a time, and climbs the
 * ladder with every pair of engines and with every engine and the reference.
 *
 * <p>Of a plan, its engines, tasks, networks, device, threads, recipe and first seed count; folds are represented by the first,
 * and the protocol is {@code clean}.
 */
public final class Parity {
    private final Home home;
    private final EngineCatalog engines;
    private final WorkerLauncher launcher;
    private final DataStore store;
    private final Consumer<String> say;
    private volatile @Nullable Thread running;

    /**
     * A proof on this machine.
     *
     * @param say told of each step, one line each
     */
    public Parity(Home home, EngineCatalog engines, WorkerLauncher launcher, DataStore store, Consumer<String> say) {
        this.home = home;
        this.engines = engines;
        this.launcher = launcher;
        this.store = store;
        this.say = say;
    }

    /**
     * Refuses a folder for traces that {@link #run} would refuse.
     *
     * @throws Usage if it is a file or has something in it
     */
    public static void checkTraceFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new Usage(List.of("--trace must be a folder, got the file " + folder));
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new Usage(List.of("--trace must be a new or empty folder, got " + folder + " with files in it"));
            }
        }
    }

    /**
     * All eight rungs, by itself: takes the machine, checks the engines, prepares the data.
     *
     * @param traceFolder where the traces stay, with what is needed to replay them; null to delete them
     * @throws io.enginebench.ground.BenchException if it cannot start
     */
    public List<ParityReport> run(Plan plan, DataRequest request, @Nullable Path traceFolder)
            throws IOException, InterruptedException {
        running = Thread.currentThread();
        Path scratch = Files.createTempDirectory("enginebench-parity");
        try (HostLock lock = HostLock.take()) {
            Engines checked = Engines.checked(new EngineCheck(home, engines, launcher), plan.placements());
            Path data = scratch.resolve("data");
            for (TaskDescriptor task : plan.tasks()) {
                store.prepare(task, request).write(data.resolve(task.id()));
            }
            Path traces = traceFolder == null ? scratch.resolve("traces") : traceFolder;
            List<ParityReport> reports = climb(plan, checked, new Folders(scratch.resolve("jobs"), data, traces), true);
            if (traceFolder != null) {
                Replay.write(traceFolder, plan, data, reports);
            }
            return reports;
        } finally {
            running = null;
            launcher.stop();
            Scratch.delete(scratch);
        }
    }

    /**
     * Rungs 1 to 6 for a caller that holds the machine, has checked the engines and written the data: a few seconds for each
     * engine, task and network.
     *
     * @param checked the engines of the plan
     * @param data holds a folder for each task with its arrays
     * @param scratch a folder for this alone; it is deleted
     */
    public List<ParityReport> firstStep(Plan plan, Engines checked, Path data, Path scratch)
            throws IOException, InterruptedException {
        try {
            return climb(plan, checked, new Folders(scratch.resolve("jobs"), data, scratch.resolve("traces")), false);
        } finally {
            Scratch.delete(scratch);
        }
    }

    /** Ends the workers and {@link #run}, which then throws. Safe to call from a signal handler. */
    public void stop() {
        launcher.stop();
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** What became of an engine's worker: a trace, or why there is none. */
    private sealed interface Attempt {
        record Traced(Trace trace) implements Attempt {}

        record Lost(CellStatus status, String reason) implements Attempt {}
    }

    private List<ParityReport> climb(Plan plan, Engines checked, Folders folders, boolean smooth)
            throws IOException, InterruptedException {
        List<ParityReport> reports = new ArrayList<>();
        for (Subject subject : Subject.of(plan)) {
            Path traces = Files.createDirectories(folders.results().resolve(subject.name()));
            Map<String, Attempt> attempts = new LinkedHashMap<>();
            for (QualitySpec cell : subject.cells()) {
                say.accept("parity: " + subject.name() + " on " + cell.engine());
                Path job = folders.job().resolve(subject.name() + "-" + cell.engine());
                attempts.put(
                        cell.engine(),
                        attempt(new Job.Trace(cell, smooth), checked, new Folders(job, folders.data(), traces)));
            }
            reports.addAll(reports(
                    subject, attempts, folders.data().resolve(subject.task().id()), traces));
        }
        return reports;
    }

    private Attempt attempt(Job.Trace job, Engines checked, Folders folders) throws IOException, InterruptedException {
        Optional<Outcome.Ended> whyNot = checked.whyNot(job.placement());
        if (whyNot.isPresent()) {
            return new Attempt.Lost(whyNot.get().status(), whyNot.get().reason());
        }
        String engine = job.placement().engine();
        WorkerEnd end = launcher.run(engines.byId(engine), job, folders, event -> {});
        if (end.status() == CellStatus.INTERRUPTED) {
            throw new InterruptedException("stopped");
        }
        if (end.status() != CellStatus.OK) {
            return new Attempt.Lost(
                    end.status(),
                    home.withoutFolders(Objects.requireNonNullElse(
                            end.reason(), end.status().name())));
        }
        try {
            return new Attempt.Traced(Trace.read(folders.results().resolve(engine)));
        } catch (IOException e) {
            return new Attempt.Lost(
                    CellStatus.FAILED,
                    home.withoutFolders("the worker said it was done and left no whole trace: " + e.getMessage()));
        }
    }

    private static List<ParityReport> reports(Subject subject, Map<String, Attempt> attempts, Path data, Path folder)
            throws IOException {
        List<ParityReport> reports = new ArrayList<>();
        Ladder ladder = subject.ladder();
        List<String> ids = List.copyOf(attempts.keySet());
        for (int i = 0; i < ids.size(); i++) {
            for (int j = i + 1; j < ids.size(); j++) {
                List<String> pair = List.of(ids.get(i), ids.get(j));
                Attempt one = Objects.requireNonNull(attempts.get(pair.get(0)));
                Attempt other = Objects.requireNonNull(attempts.get(pair.get(1)));
                if (one instanceof Attempt.Traced mine && other instanceof Attempt.Traced theirs) {
                    reports.add(subject.report(pair, ladder.compare(mine.trace(), theirs.trace())));
                } else {
                    String lost = one instanceof Attempt.Lost ? pair.get(0) : pair.get(1);
                    reports.add(subject.missing(pair, lost, (Attempt.Lost) Objects.requireNonNull(attempts.get(lost))));
                }
            }
        }
        if (!ReferenceStep.isThereFor(subject.model())) {
            return reports;
        }
        for (String id : ids) {
            List<String> pair = List.of(id, ParityReport.REFERENCE);
            Attempt attempt = Objects.requireNonNull(attempts.get(id));
            if (attempt instanceof Attempt.Traced traced) {
                Trace.Step reference = ReferenceStep.of(
                        subject.task(), subject.cells().get(0).hyperParameters(), traced.trace(), data);
                Trace.write(reference, folder.resolve(ParityReport.REFERENCE));
                reports.add(subject.report(pair, ladder.compare(traced.trace().step(), reference)));
            } else {
                reports.add(subject.missing(pair, id, (Attempt.Lost) attempt));
            }
        }
        return reports;
    }

    /**
     * A task with a network.
     *
     * @param cells one for each engine: of the first seed and fold, under the clean protocol
     */
    private record Subject(TaskDescriptor task, String model, List<QualitySpec> cells) {
        static List<Subject> of(Plan plan) {
            Map<String, Map<String, QualitySpec>> subjects = new LinkedHashMap<>();
            for (CellSpec cell : plan.cells()) {
                if (cell instanceof QualitySpec planned) {
                    subjects.computeIfAbsent(name(planned), name -> new LinkedHashMap<>())
                            .putIfAbsent(planned.engine(), first(planned));
                }
            }
            return subjects.values().stream()
                    .map(cells -> List.copyOf(cells.values()))
                    .map(cells -> new Subject(cells.get(0).task(), cells.get(0).model(), cells))
                    .toList();
        }

        private static QualitySpec first(QualitySpec planned) {
            Setting setting = planned.setting().under(Protocol.CLEAN).inFold(planned.fold() == null ? null : 0);
            return new QualitySpec(planned.task(), setting, planned.hyperParameters(), null);
        }

        private static String name(CellSpec cell) {
            return cell.task().id() + "-" + cell.model();
        }

        String name() {
            return name(cells.get(0));
        }

        private Setting setting() {
            return cells.get(0).setting();
        }

        Ladder ladder() {
            return new Ladder(task.kind(), cells.get(0).hyperParameters());
        }

        ParityReport report(List<String> pair, List<Rung> rungs) {
            return ParityReport.of(
                    task.id(), model, pair, setting().seed(), setting().numThreads(), rungs);
        }

        ParityReport missing(List<String> pair, String engine, Attempt.Lost lost) {
            return ParityReport.missing(
                    task.id(),
                    model,
                    pair,
                    setting().seed(),
                    setting().numThreads(),
                    lost.status(),
                    "engine " + engine + ": " + lost.reason());
        }
    }
}
