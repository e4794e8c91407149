package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.ReferenceNetwork;
import io.enginebench.campaign.parity.reference.RunningStatistic;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.prepare.EngineCheck;
import io.enginebench.campaign.prepare.Engines;
import io.enginebench.campaign.prepare.HostLock;
import io.enginebench.campaign.prepare.Recordings;
import io.enginebench.campaign.process.Folders;
import io.enginebench.campaign.process.SideBySide;
import io.enginebench.campaign.process.WorkerEnd;
import io.enginebench.campaign.process.WorkerLauncher;
import io.enginebench.data.sources.DataRequest;
import io.enginebench.data.sources.DataStore;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Scratch;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.TraceExtent;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets each engine of a plan write down its first steps on each task and network in each division, one process at a time, and climbs the
 * ladder with every pair of engines and with every engine and the reference.
 *
 * <p>Of a plan, its engines, divisions, tasks, networks, device, threads, recipe and first seed count; folds are represented by the first,
 * and the protocol is {@code clean}.
 */
public final class Parity {
    private static final String GRAPH = "graph.json";

    private final WorkerLauncher launcher;
    private final DataStore store;
    private final Consumer<String> say;
    private volatile @Nullable Thread running;

    /**
     * A proof on this machine.
     *
     * @param say told of each step, one line each
     */
    public Parity(WorkerLauncher launcher, DataStore store, Consumer<String> say) {
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
     * All rungs, by itself: takes the machine, prepares the data, checks the engines.
     *
     * @param traceFolder where the traces stay, with what is needed to replay them; null to delete them
     * @throws io.enginebench.ground.BenchException if it cannot start
     */
    public List<ParityReport> run(Plan plan, DataRequest request, @Nullable Path traceFolder)
            throws IOException, InterruptedException {
        running = Thread.currentThread();
        try (Scratch own = Scratch.of("parity");
                HostLock lock = HostLock.take()) {
            Path scratch = own.path();
            store.mustServe(plan.tasks(), request);
            Path data = scratch.resolve("data");
            for (TaskDescriptor task : plan.tasks()) {
                store.prepare(task, request).write(data.resolve(task.id()));
            }
            Engines checked = Engines.checked(new EngineCheck(launcher, say), plan);
            Path traces = traceFolder == null ? scratch.resolve("traces") : traceFolder;
            say.accept("recording networks");
            Recordings recordings = Recordings.of(plan, launcher.models());
            // Nothing of it is timed; but cores share a GPU.
            boolean cores = plan.placements().stream()
                    .allMatch(placement -> placement.deviceKind().equals("cpu"));
            int threads = plan.placements().stream()
                    .mapToInt(Placement::threads)
                    .max()
                    .orElse(1);
            int width = cores ? Math.max(1, Runtime.getRuntime().availableProcessors() / threads) : 1;
            List<ParityReport> reports =
                    climb(plan, checked, recordings, new Folders(scratch.resolve("jobs"), data, traces), true, width);
            if (traceFolder != null) {
                Replay.write(traceFolder, plan, data, reports);
            }
            return reports;
        } finally {
            running = null;
            launcher.stop();
        }
    }

    /**
     * The rungs of the first step for a caller that holds the machine, has checked the engines and written the data: a few seconds for each
     * engine, task and network.
     *
     * @param checked the engines of the plan
     * @param recordings its networks
     * @param data holds a folder for each task with its arrays
     * @param scratch a folder for this alone; it is deleted
     */
    public List<ParityReport> firstStep(Plan plan, Engines checked, Recordings recordings, Path data, Path scratch)
            throws IOException, InterruptedException {
        try {
            Folders folders = new Folders(scratch.resolve("jobs"), data, scratch.resolve("traces"));
            return climb(plan, checked, recordings, folders, false, plan.parallelJobs());
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
        String engine();

        default Optional<Trace> trace() {
            return this instanceof Traced traced ? Optional.of(traced.made()) : Optional.empty();
        }

        record Traced(String engine, Trace made) implements Attempt {}

        record Lost(String engine, Outcome.Ended end) implements Attempt {}
    }

    /**
     * Every task and network by itself, for its traces are large.
     *
     * @param width how many workers trace at a time
     */
    private List<ParityReport> climb(
            Plan plan, Engines checked, Recordings recordings, Folders folders, boolean smooth, int width)
            throws IOException, InterruptedException {
        List<ParityReport> reports = new ArrayList<>();
        for (Subject subject : Subject.of(plan)) {
            Path traces = Files.createDirectories(folders.results().resolve(subject.name()));
            List<Callable<Attempt>> work = new ArrayList<>();
            for (QualitySpec cell : subject.cells()) {
                Path job = folders.job().resolve(subject.name() + "-" + cell.engine());
                TraceExtent extent = !checked.trains(cell.setting().placement())
                        ? TraceExtent.ANSWERS
                        : smooth ? TraceExtent.SMOOTH : TraceExtent.STEP;
                work.add(() -> {
                    say.accept("parity: " + subject.name() + " on " + cell.engine());
                    return attempt(new Job.Trace(cell, extent), checked, new Folders(job, folders.data(), traces));
                });
            }
            List<Attempt> attempts = new SideBySide(width, launcher, say).run(work);
            say.accept("parity: " + subject.name() + " against each other and in float64");
            QualitySpec any = subject.cells().get(0);
            Recording recording = recordings.of(any.task(), any.model());
            if (recording.graph() != null) {
                Json.write(traces.resolve(GRAPH), recording.graph());
            }
            reports.addAll(reports(
                    any, recording, attempts, folders.data().resolve(any.task().id()), smooth ? traces : null));
        }
        return reports;
    }

    private Attempt attempt(Job.Trace job, Engines checked, Folders folders) throws IOException, InterruptedException {
        String engine = job.placement().engine();
        Optional<Outcome.Ended> whyNot =
                checked.whyNot(job.placement()).or(() -> checked.whyNotJudged(job.placement()));
        if (whyNot.isPresent()) {
            return new Attempt.Lost(engine, whyNot.get());
        }
        WorkerEnd end = launcher.run(job, folders, List.of(), (event, peak) -> {});
        if (end.status() == CellStatus.INTERRUPTED) {
            throw new InterruptedException("stopped");
        }
        if (end.status() != CellStatus.OK) {
            return new Attempt.Lost(engine, end.withoutResult());
        }
        try {
            return new Attempt.Traced(engine, Trace.read(folders.results().resolve(engine)));
        } catch (IOException e) {
            String reason = "the worker said it was done and left no whole trace: " + e.getMessage();
            return new Attempt.Lost(
                    engine, new Outcome.Ended(CellStatus.FAILED, launcher.home().withoutFolders(reason)));
        }
    }

    private static List<ParityReport> reports(
            QualitySpec any, Recording recording, List<Attempt> attempts, Path data, @Nullable Path kept)
            throws IOException {
        List<ParityReport> reports = new ArrayList<>();
        Setting setting = any.setting();
        Graph graph = recording.graph();
        Ladder ladder = new Ladder(
                any.task().kind(),
                any.hyperParameters().optimiser(),
                new StatisticsRung(
                        graph == null ? List.of() : RunningStatistic.of(graph),
                        attempts.stream()
                                .flatMap(attempt -> attempt.trace().stream())
                                .mapToInt(trace -> trace.firstBatch().length)
                                .findFirst()
                                .orElse(0)));
        Optional<String> obstacle = graph == null
                ? Optional.of("not available (" + recording.reason() + ")")
                : ReferenceNetwork.obstacle(graph);
        Map<String, ReferenceStep> references = new HashMap<>();
        Map<String, ReferenceAnswers> answers = new HashMap<>();
        // All begin with the same weights and batch, or the first two rungs say so.
        @Nullable Rounding rounding = null;
        for (Attempt attempt : attempts) {
            if (graph == null || obstacle.isPresent() || !(attempt instanceof Attempt.Traced traced)) {
                continue;
            }
            if (traced.made().step() == null) {
                answers.put(attempt.engine(), ReferenceAnswers.of(graph, any.task(), traced.made(), data));
            } else {
                ReferenceStep reference =
                        ReferenceStep.of(graph, any.task(), any.hyperParameters(), traced.made(), data, rounding);
                rounding = reference.rounding();
                references.put(attempt.engine(), reference);
                if (kept != null) {
                    Trace.write(reference.step(), kept.resolve(ParityReport.REFERENCE));
                }
            }
        }
        for (int i = 0; i < attempts.size(); i++) {
            Attempt one = attempts.get(i);
            for (Attempt other : attempts.subList(i + 1, attempts.size())) {
                List<String> pair = List.of(one.engine(), other.engine());
                if (!(one instanceof Attempt.Traced mine && other instanceof Attempt.Traced theirs)) {
                    reports.add(missing(setting, pair, (Attempt.Lost) (one instanceof Attempt.Lost ? one : other)));
                } else if (mine.made().step() == null || theirs.made().step() == null) {
                    double known = Stream.of(mine, theirs)
                            .flatMap(each -> Stream.ofNullable(answers.get(each.engine())))
                            .mapToDouble(ReferenceAnswers::rounding)
                            .findFirst()
                            .orElse(0);
                    reports.add(ParityReport.of(setting, pair, Ladder.answers(mine.made(), theirs.made(), known)));
                } else {
                    reports.add(ParityReport.of(
                            setting,
                            pair,
                            ladder.compare(
                                    mine.made(),
                                    references.get(mine.engine()),
                                    theirs.made(),
                                    references.get(theirs.engine()))));
                }
            }
        }
        for (Attempt attempt : attempts) {
            List<String> pair = List.of(attempt.engine(), ParityReport.REFERENCE);
            if (attempt instanceof Attempt.Lost lost) {
                reports.add(missing(setting, pair, lost));
            } else if (obstacle.isPresent()) {
                reports.add(ParityReport.missing(setting, pair, CellStatus.UNSUPPORTED, obstacle.get()));
            } else {
                Trace trace = attempt.trace().orElseThrow();
                String engine = attempt.engine();
                reports.add(ParityReport.of(
                        setting,
                        pair,
                        trace.step() == null
                                ? Ladder.answers(trace, Objects.requireNonNull(answers.get(engine)))
                                : ladder.compare(trace.step(), Objects.requireNonNull(references.get(engine)))));
            }
        }
        return reports;
    }

    private static ParityReport missing(Setting setting, List<String> pair, Attempt.Lost lost) {
        String reason = "engine " + lost.engine() + ": " + lost.end().reason();
        return ParityReport.missing(setting, pair, lost.end().status(), reason);
    }

    /**
     * A task with a network in a division.
     *
     * @param cells one for each engine: of the first seed and fold, under the clean protocol
     */
    private record Subject(List<QualitySpec> cells) {
        static List<Subject> of(Plan plan) {
            Map<String, Map<String, QualitySpec>> subjects = new LinkedHashMap<>();
            // Of an engine that only answers there may be nothing but what it is asked of the others.
            for (CellSpec cell : plan.cells()) {
                subjects.computeIfAbsent(name(cell), name -> new LinkedHashMap<>())
                        .putIfAbsent(cell.setting().engine(), first(cell));
            }
            // Rounds shuffle the engines; reports have them in the order in which they were asked for.
            return subjects.values().stream()
                    .map(cells -> new Subject(cells.values().stream()
                            .sorted(Comparator.comparingInt(cell ->
                                    plan.engines().indexOf(cell.setting().engine())))
                            .toList()))
                    .toList();
        }

        private static QualitySpec first(CellSpec planned) {
            Setting any = planned.setting();
            CellSpec learnt = planned instanceof CrossSpec cross ? cross.trained() : planned;
            return new QualitySpec(
                    planned.task(),
                    any.under(Protocol.CLEAN).inFold(any.fold() == null ? null : 0),
                    learnt instanceof QualitySpec training
                            ? training.hyperParameters()
                            : planned.task().hyperParameters(),
                    null);
        }

        private static String name(CellSpec cell) {
            return cell.task().id() + "-" + cell.model() + cell.division().suffix();
        }

        String name() {
            return name(cells.get(0));
        }
    }
}
