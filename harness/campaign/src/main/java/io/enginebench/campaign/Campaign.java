package io.enginebench.campaign;

import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.analysis.timing.TimingControls;
import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.EngineCheck;
import io.enginebench.campaign.engine.Platform;
import io.enginebench.campaign.parity.Parity;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.PlannedJob;
import io.enginebench.campaign.plan.PlannedJob.Phase;
import io.enginebench.campaign.process.WorkerEnd;
import io.enginebench.campaign.process.WorkerLauncher;
import io.enginebench.campaign.run.HostFacts;
import io.enginebench.campaign.run.HostLock;
import io.enginebench.campaign.run.RunFolder;
import io.enginebench.data.DataRequest;
import io.enginebench.data.DataStore;
import io.enginebench.data.PreparedData;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Disproved;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.Failure;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan: checks engines, prepares data, runs every job in a process of its own and makes one result of what
 * they left. Whatever a worker does costs its own cells and no others.
 */
public final class Campaign {
    /** What another try would not change; every other end is tried again when a campaign is resumed. */
    private static final Set<CellStatus> FINISHED = Set.of(CellStatus.OK, CellStatus.DIVERGED);

    private final Home home;
    private final EngineCatalog engines;
    private final WorkerLauncher launcher;
    private final DataStore store;
    private final CampaignListener listener;
    private volatile boolean stopped;
    /** The thread to wake when the campaign is stopped before its jobs have begun. */
    private volatile @Nullable Thread preparing;

    /** A campaign on this machine. */
    public Campaign(
            Home home, EngineCatalog engines, WorkerLauncher launcher, DataStore store, CampaignListener listener) {
        this.home = home;
        this.engines = engines;
        this.launcher = launcher;
        this.store = store;
        this.listener = listener;
    }

    /**
     * What a campaign ended with.
     *
     * @param file the result file
     */
    public record Outcome(RunResult result, Path file) {}

    /**
     * Runs the plan, or what is left of it in the folder.
     *
     * @param opened makes or opens the folder; asked once nothing else can refuse the plan, so that a refused run leaves an
     *     earlier one in its place
     * @param command the arguments, for the record, with folders already left out
     * @param version of enginebench
     * @throws BenchException if it cannot start; nothing has been trained then
     */
    public Outcome run(
            Plan plan, DataRequest dataRequest, Supplier<RunFolder> opened, List<String> command, String version)
            throws IOException, InterruptedException {
        try (HostLock lock = HostLock.take()) {
            preparing = Thread.currentThread();
            Instant started = Instant.now();
            long startNanos = System.nanoTime();
            List<Double> load = HostFacts.loadAverage();
            EngineCheck check = new EngineCheck(home, engines, launcher);
            Map<String, EngineRecord> records = new LinkedHashMap<>();
            for (String id : plan.engines()) {
                records.put(id, check.of(id, plan.device(), plan.threads()));
            }
            refuseIfNoEngineIsLeft(records);
            List<PreparedData> prepared = new ArrayList<>();
            for (TaskDescriptor task : plan.tasks()) {
                prepared.add(store.prepare(task, dataRequest));
            }
            List<DataRecord> data = prepared.stream().map(PreparedData::record).toList();
            RunFolder folder = opened.get();
            folder.begin(plan, data);
            for (PreparedData one : prepared) {
                one.write(folder.data(one.record().task()));
                listener.dataReady(one);
            }
            prepared.clear();
            if (plan.cells().stream().anyMatch(ThroughputSpec.class::isInstance)) {
                for (EngineRecord record : List.copyOf(records.values())) {
                    if (record.status() == EngineStatus.READY) {
                        records.put(record.id(), check.withUnpackTime(record, folder.scratch()));
                    }
                }
            }
            List<ParityReport> parity = parity(plan, folder, records);
            preparing = null;
            Map<String, CellResult> results = runJobs(plan, folder, records);
            List<CellResult> cells = plan.cells().stream()
                    .map(cell -> Objects.requireNonNull(results.get(cell.id())))
                    .toList();
            RunResult result = new RunResult(
                            RunResult.FORMAT_VERSION,
                            HostFacts.suite(home.root(), version),
                            new CampaignRecord(
                                    folder.campaignId(),
                                    command,
                                    plan.sha256(),
                                    started.truncatedTo(ChronoUnit.SECONDS).toString(),
                                    (System.nanoTime() - startNanos) / 1e9,
                                    stopped ? Termination.INTERRUPTED : Termination.NORMAL,
                                    plan.preset(),
                                    plan.parallelJobs()),
                            HostFacts.environment(load),
                            List.copyOf(records.values()),
                            plan.tasks(),
                            data,
                            cells,
                            CellComparisons.of(plan.tasks(), plan.engines(), cells, parity, plan.parallelJobs() == 1),
                            TimingControls.of(cells.stream()
                                    .filter(ThroughputCell.class::isInstance)
                                    .map(ThroughputCell.class::cast)
                                    .toList()),
                            parity,
                            null)
                    .sealed();
            Outcome outcome = new Outcome(result, folder.write(result));
            folder.deleteData();
            return outcome;
        }
    }

    /**
     * Shows that the engines train the same thing before anything is compared; a campaign that goes on has shown it already.
     *
     * @throws Disproved if they do not
     */
    private List<ParityReport> parity(Plan plan, RunFolder folder, Map<String, EngineRecord> records)
            throws IOException, InterruptedException {
        if (records.values().stream()
                        .filter(record -> record.status() == EngineStatus.READY)
                        .count()
                < 2) {
            return List.of();
        }
        Optional<List<ParityReport>> before = folder.parity();
        if (before.isPresent()) {
            return before.get();
        }
        List<ParityReport> reports = new Parity(home, engines, launcher, store, listener::note)
                .firstStep(plan, records, folder::data, folder.scratch());
        folder.write(reports);
        List<String> faults = reports.stream()
                .filter(report -> report.status() == CellStatus.OK)
                .flatMap(report -> report.faults().stream())
                .toList();
        if (!faults.isEmpty()) {
            List<String> lines = new ArrayList<>(faults);
            lines.add("engines must train the same thing before they are compared, got the differences above"
                    + "; next: ./bench parity shows every rung");
            throw new Disproved(lines);
        }
        return reports;
    }

    /** Ends the workers; {@link #run} then writes what there is and returns. Safe to call from a signal handler. */
    public void stop() {
        stopped = true;
        launcher.stop();
        Thread thread = preparing;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * Refuses a plan none of whose engines has natives for this platform and device, from their descriptors alone.
     *
     * @throws Unfit naming each engine's obstacle
     */
    public static void refuseWithoutEngine(Plan plan, EngineCatalog engines) {
        List<String> obstacles = plan.engines().stream()
                .flatMap(id -> engines
                        .byId(id)
                        .obstacle(Platform.current(), plan.device())
                        .map(reason -> "engine " + id + ": " + reason)
                        .stream())
                .toList();
        if (obstacles.size() == plan.engines().size()) {
            throw unfit(obstacles);
        }
    }

    private static Unfit unfit(List<String> reasons) {
        return new Unfit(String.join("\n", reasons) + "\nnext: ./bench engines shows what this machine has");
    }

    private static void refuseIfNoEngineIsLeft(Map<String, EngineRecord> records) {
        if (records.values().stream().noneMatch(record -> record.status() == EngineStatus.READY)) {
            throw unfit(records.values().stream()
                    .map(record -> "engine " + record.id() + ": " + record.reason())
                    .toList());
        }
    }

    private Map<String, CellResult> runJobs(Plan plan, RunFolder folder, Map<String, EngineRecord> records)
            throws IOException, InterruptedException {
        Map<String, CellResult> results = new ConcurrentHashMap<>();
        List<PlannedJob> left = new ArrayList<>();
        Set<RoundKey> broken = brokenRounds(plan, folder);
        for (PlannedJob job : plan.jobs()) {
            EngineRecord engine = Objects.requireNonNull(records.get(job.engine()));
            for (CellSpec cell : job.cells()) {
                folder.result(cell)
                        .filter(result -> FINISHED.contains(result.status()))
                        .filter(result -> !broken.contains(RoundKey.of(cell)))
                        .ifPresent(result -> results.put(result.id(), result));
            }
            boolean chainBroken =
                    job.carryWeights() && !job.cells().stream().allMatch(cell -> results.containsKey(cell.id()));
            Predicate<CellSpec> unfinished = cell -> chainBroken || !results.containsKey(cell.id());
            if (job.cells().stream().noneMatch(unfinished)) {
                continue;
            }
            PlannedJob rest = job.only(unfinished);
            if (engine.status() == EngineStatus.READY) {
                left.add(rest);
            } else {
                CellStatus status = engine.status() == EngineStatus.BROKEN ? CellStatus.FAILED : CellStatus.UNSUPPORTED;
                String reason = Objects.requireNonNullElse(
                        engine.reason(), engine.status().json());
                rest.cells().forEach(cell -> results.put(cell.id(), CellResult.ended(cell, status, reason, null)));
            }
        }
        listener.starting(left);
        try {
            for (Phase phase : Phase.values()) {
                runSideBySide(
                        left.stream().filter(job -> job.phase() == phase).toList(),
                        phase == Phase.THROUGHPUT ? 1 : plan.parallelJobs(),
                        folder,
                        results);
            }
        } finally {
            // No worker may outlive the campaign's hold on the machine.
            launcher.stop();
        }
        return results;
    }

    /** What the cells share that run back to back; anything else is a round of its own. */
    private record RoundKey(String group, int round) {
        static RoundKey of(CellSpec cell) {
            return cell instanceof ThroughputSpec timing
                    ? new RoundKey(
                            "%s %s %s %d %d"
                                    .formatted(
                                            timing.task().id(),
                                            timing.model(),
                                            timing.mode(),
                                            timing.globalBatchSize(),
                                            timing.threads()),
                            timing.round())
                    : new RoundKey(cell.id(), 0);
        }
    }

    /** Rounds of which a part is missing: a pair whose halves were timed on different days is none, so both are done again. */
    private static Set<RoundKey> brokenRounds(Plan plan, RunFolder folder) {
        return plan.cells().stream()
                .filter(ThroughputSpec.class::isInstance)
                .filter(cell -> folder.result(cell)
                        .filter(result -> FINISHED.contains(result.status()))
                        .isEmpty())
                .map(RoundKey::of)
                .collect(Collectors.toSet());
    }

    private void runSideBySide(List<PlannedJob> jobs, int sideBySide, RunFolder folder, Map<String, CellResult> results)
            throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(sideBySide);
        boolean done = false;
        try {
            List<Future<@Nullable Void>> futures = new ArrayList<>();
            for (PlannedJob job : jobs) {
                futures.add(pool.submit(() -> {
                    runJob(job, folder, results);
                    return null;
                }));
            }
            for (Future<@Nullable Void> future : futures) {
                future.get();
            }
            done = true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException fault) {
                throw fault;
            }
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (!done) {
                launcher.stop();
            }
            pool.shutdownNow();
            if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
                listener.note("a worker could not be ended");
            }
        }
    }

    /**
     * Runs a job's cells in as few processes as it takes: a process that dies costs the cell it was at, and the next one
     * goes on behind it, unless each cell needs what the one before it left.
     */
    private void runJob(PlannedJob job, RunFolder folder, Map<String, CellResult> results)
            throws IOException, InterruptedException {
        List<CellSpec> left = new ArrayList<>(job.cells());
        for (CellSpec cell : job.cells()) {
            if (!stopped
                    && cell instanceof CrossSpec cross
                    && Objects.requireNonNull(results.get(cross.trained().id())).status() != CellStatus.OK) {
                left.remove(cell);
                end(
                        CellResult.ended(cell, CellStatus.SKIPPED, "the cell it needs has no weights", null),
                        folder,
                        results);
            }
        }
        while (!left.isEmpty()) {
            PlannedJob attempt = new PlannedJob(left, job.carryWeights());
            folder.forget(attempt);
            WorkerEnd end = stopped
                    ? new WorkerEnd(CellStatus.INTERRUPTED, "the campaign was stopped", null, 0)
                    : launcher.run(
                            engines.byId(job.engine()),
                            attempt.workerJob(folder.data(job.task()), folder.cells()),
                            folder.job(attempt),
                            folder.cells(),
                            event -> listener.progress(job, event));
            boolean lost = false;
            for (CellSpec cell : attempt.cells()) {
                Optional<CellResult> result = folder.result(cell);
                if (result.isEmpty() && lost && !job.carryWeights() && end.status() != CellStatus.INTERRUPTED) {
                    break;
                }
                lost = lost || result.isEmpty();
                left.remove(cell);
                end(result.orElseGet(() -> lost(cell, end)).withPeakRss(end.peakRssBytes()), folder, results);
            }
        }
    }

    private void end(CellResult result, RunFolder folder, Map<String, CellResult> results) throws IOException {
        if (result.status() != CellStatus.INTERRUPTED) {
            folder.write(result);
        }
        results.put(result.id(), result);
        listener.ended(result);
    }

    /** A cell that its process left without a result, which is never a success, whatever the exit code says. */
    private CellResult lost(CellSpec cell, WorkerEnd end) {
        boolean finished = end.status() == CellStatus.OK;
        Failure failure = end.failure();
        return CellResult.ended(
                cell,
                finished ? CellStatus.FAILED : end.status(),
                home.withoutFolders(
                        Objects.requireNonNullElse(end.reason(), "the worker said it was done and left no result")),
                failure == null
                        ? null
                        : new Failure(
                                failure.exitCode(),
                                failure.signal(),
                                failure.crashReport(),
                                failure.logTail().stream()
                                        .map(home::withoutFolders)
                                        .toList()));
    }
}
