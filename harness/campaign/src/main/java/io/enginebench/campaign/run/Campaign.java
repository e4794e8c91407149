package io.enginebench.campaign.run;

import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.campaign.parity.Parity;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.prepare.EngineCheck;
import io.enginebench.campaign.prepare.Engines;
import io.enginebench.campaign.prepare.HostLock;
import io.enginebench.campaign.prepare.Recordings;
import io.enginebench.campaign.process.WorkerLauncher;
import io.enginebench.campaign.run.TimeSheet.Part;
import io.enginebench.campaign.share.Shares;
import io.enginebench.data.sources.DataRequest;
import io.enginebench.data.sources.DataStore;
import io.enginebench.data.sources.PreparedData;
import io.enginebench.ground.BenchException.Disproved;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Suite;
import io.enginebench.record.run.Termination;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan: prepares and checks data, checks engines, shows that the engines train the same thing, lets a {@link JobRunner} do what
 * the {@link Journal} has left, and makes one result of what came of it.
 */
public final class Campaign {
    private final WorkerLauncher launcher;
    private final DataStore store;
    private final CampaignListener listener;
    private volatile boolean stopped;
    /** The thread to wake when the campaign is stopped before its jobs have begun. */
    private volatile @Nullable Thread preparing;

    /** A campaign on this machine. */
    public Campaign(WorkerLauncher launcher, DataStore store, CampaignListener listener) {
        this.launcher = launcher;
        this.store = store;
        this.listener = listener;
    }

    /**
     * What a campaign ended with.
     *
     * @param file the result file
     */
    public record Written(RunResult result, Path file) {}

    /**
     * Runs the plan, or this machine's share of it, or what is left of either in the folder.
     *
     * @param whole the plan, of which every machine keeps all
     * @param opened makes or opens the folder; asked once nothing else can refuse the plan, so that a refused run leaves an
     *     earlier one in its place
     * @param command the arguments, for the record, with folders already left out
     * @param version of enginebench
     * @param job the scheduler's name of it, where there is one
     * @throws io.enginebench.ground.BenchException if it cannot start; nothing has been trained then
     */
    public Written run(
            Plan whole,
            DataRequest dataRequest,
            Supplier<RunFolder> opened,
            List<String> command,
            String version,
            @Nullable String job)
            throws IOException, InterruptedException {
        Plan plan = Shares.own(whole);
        try (HostLock lock = HostLock.take()) {
            preparing = Thread.currentThread();
            Instant started = Instant.now();
            long startNanos = System.nanoTime();
            TimeSheet time = new TimeSheet(startNanos);
            List<Double> load = HostFacts.loadAverage();
            store.mustServe(plan.tasks(), dataRequest);
            List<PreparedData> prepared = new ArrayList<>();
            for (TaskDescriptor task : plan.tasks()) {
                prepared.add(store.prepare(task, dataRequest));
            }
            time.lap(Part.DATA);
            Engines engines = Engines.checked(new EngineCheck(launcher, listener::note), plan);
            List<DataRecord> data = prepared.stream().map(PreparedData::record).toList();
            listener.note("recording networks");
            Recordings recordings = Recordings.of(whole, launcher.models());
            time.lap(Part.STARTING);
            RunFolder folder = opened.get();
            Suite suite = HostFacts.suite(launcher.home().root(), version);
            Environment environment = HostFacts.environment(load);
            folder.mustGoOnBy(suite, environment.host());
            folder.begin(whole, data);
            for (PreparedData one : prepared) {
                one.write(folder.data().resolve(one.record().task()));
                listener.dataReady(one);
            }
            prepared.clear();
            time.lap(Part.DATA);
            if (plan.timesUnpacking()) {
                engines.measureUnpacking(folder.scratch());
            }
            time.lap(Part.STARTING);
            folder.begin(recordings.records());
            List<ParityReport> parity = parity(plan, folder, engines, recordings);
            time.lap(Part.PARITY);
            preparing = null;
            Journal journal = Journal.of(plan, folder, engines);
            listener.starting(plan.stages().stream()
                    .flatMap(stage -> journal.left(stage.kind()).stream())
                    .flatMap(List::stream)
                    .toList());
            CampaignRecord record = new CampaignRecord(
                    folder.campaignId(),
                    command,
                    whole.sha256(),
                    started.truncatedTo(ChronoUnit.SECONDS).toString(),
                    0,
                    Termination.INTERRUPTED,
                    plan.preset(),
                    plan.parallelJobs(),
                    plan.reference(),
                    plan.plugins(),
                    plan.share(),
                    job,
                    null);
            RunResult begun = new RunResult(
                    RunResult.FORMAT_VERSION,
                    suite,
                    record,
                    environment,
                    engines.records(),
                    plan.tasks(),
                    data,
                    journal.ended(),
                    List.of(),
                    List.of(),
                    parity,
                    recordings.records(),
                    RunResult.VERDICT_RULES,
                    null,
                    null);
            folder.begin(begun);
            time.lap(Part.REST);
            new JobRunner(launcher, listener, folder, journal, time, () -> stopped).run(plan);
            RunResult judged = CellComparisons.judged(
                    begun.ended(begun.environment().until(HostFacts.loadAverage()), journal.cells()));
            time.lap(Part.REST);
            RunResult result = judged.with(record.ended(
                            (System.nanoTime() - startNanos) / 1e9, Termination.of(judged.cells()), time.spent()))
                    .sealed();
            Written written = new Written(result, folder.write(result));
            folder.deleteScratch();
            return written;
        }
    }

    /**
     * Shows that the engines train the same thing before anything is compared; a campaign that goes on has shown it already.
     *
     * @throws Disproved if they do not
     */
    private List<ParityReport> parity(Plan plan, RunFolder folder, Engines engines, Recordings recordings)
            throws IOException, InterruptedException {
        if (!engines.compare()) {
            return List.of();
        }
        Optional<List<ParityReport>> before = folder.parity();
        if (before.isPresent()) {
            return before.get();
        }
        List<ParityReport> reports = new Parity(launcher, store, listener::note)
                .firstStep(plan, engines, recordings, folder.data(), folder.scratch());
        folder.write(reports);
        List<String> faults = reports.stream()
                .filter(report -> report.status() == CellStatus.OK)
                .flatMap(report -> report.faults().stream())
                .toList();
        // Of an engine that cannot make a step the cells say so too; it is not the others' fault.
        reports.stream()
                .filter(report -> report.status() != CellStatus.OK)
                .flatMap(report -> report.faults().stream())
                .forEach(fault -> listener.note("parity not shown: " + fault));
        if (!faults.isEmpty() && Boolean.TRUE.equals(plan.allowNoParity())) {
            faults.forEach(fault -> listener.note("parity does not hold, and is not asked for: " + fault));
        } else if (!faults.isEmpty()) {
            List<String> lines = new ArrayList<>(faults);
            lines.add("engines must train the same thing before they are compared, got the differences above"
                    + "; next: ./bench parity --engines "
                    + plan.engines().stream()
                            .map(id -> launcher.engine(id).descriptor().id())
                            .distinct()
                            .collect(Collectors.joining(","))
                    + " shows every rung, --allow-no-parity runs them all the same");
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
}
