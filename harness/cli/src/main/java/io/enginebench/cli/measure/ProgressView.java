package io.enginebench.cli.measure;

import io.enginebench.campaign.run.CampaignListener;
import io.enginebench.data.sources.PreparedData;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerEvent;
import io.enginebench.record.job.WorkerPhase;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.task.Split;
import io.enginebench.report.text.Numbers;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A campaign's progress on standard error: one bar on a terminal, elsewhere a line for each epoch. Work is counted in rows
 * trained on, and shown in cells where nothing is trained.
 */
final class ProgressView implements CampaignListener, AutoCloseable {
    private static final long OTHER_CELLS_WORK = 3_000;
    private static final long TIMINGS_WORK = 18_000;

    private final PrintWriter err;
    private final boolean terminal;
    private final Map<String, Rows> rowsOfTask = new HashMap<>();
    private final Map<String, Long> workOfCell = new HashMap<>();
    private final Map<Job.OfCells, JobState> jobs = new HashMap<>();
    private @Nullable ProgressBar bar;
    private long totalRows;
    private long startNanos;
    private int cellsLeft;
    private int cellsEnded;
    private long rowsOfEndedCells;

    ProgressView(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Of a task: those of a hold-out's training, or of all folds, and with them those that are only tested on. */
    private record Rows(int train, int all) {}

    /**
     * What the bar says of jobs.
     *
     * @param unit what is counted
     * @param unitWork the work of one
     */
    record Counted(String phase, String unit, long unitWork) {
        static Counted of(List<Job.OfCells> jobs) {
            boolean times = jobs.stream().anyMatch(Job.Time.class::isInstance);
            if (jobs.stream().anyMatch(Job.Train.class::isInstance)) {
                String training = WorkerPhase.TRAINING.json();
                return new Counted(times ? training + ", " + WorkerPhase.TIMING.json() : training, " rows", 1);
            }
            return times
                    ? new Counted(WorkerPhase.TIMING.json(), " cells", TIMINGS_WORK)
                    : new Counted(WorkerPhase.EVALUATING.json(), " cells", OTHER_CELLS_WORK);
        }
    }

    private static final class JobState {
        private String epochMark = "";
        private long rows;
        private long rateRows;
        private long rateNanos;
        private double rate;
    }

    @Override
    public synchronized void note(String line) {
        if (bar != null) {
            err.println();
        }
        err.println("bench: " + line);
    }

    @Override
    public synchronized void dataReady(PreparedData data) {
        DataRecord record = data.record();
        rowsOfTask.put(record.task(), new Rows(data.trainRows(), record.rows()));
        note("%s: %,d rows, %s, from %s%s"
                .formatted(
                        record.task(),
                        record.rows(),
                        record.kind().json(),
                        record.source(),
                        record.verified() ? ", SHA-256 as published" : ", NOT verified"));
    }

    @Override
    public synchronized void starting(List<Job.OfCells> left) {
        add(left);
        startNanos = System.nanoTime();
        if (terminal && totalRows > 0) {
            Counted counted = Counted.of(left);
            bar = new ProgressBarBuilder()
                    .setTaskName(counted.phase())
                    .setInitialMax(totalRows)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(500)
                    .setConsumer(new ConsoleProgressBarConsumer(new PrintStream(System.err, true)))
                    .setUnit(counted.unit(), counted.unitWork())
                    .build();
        }
    }

    private void add(List<Job.OfCells> left) {
        for (Job.OfCells job : left) {
            job.cells().forEach(cell -> workOfCell.put(cell.id(), work(cell)));
            totalRows += workOf(job);
            cellsLeft += job.cells().size();
        }
    }

    @Override
    public synchronized void again(List<Job.OfCells> lost) {
        add(lost);
        if (bar != null) {
            bar.maxHint(totalRows);
        }
        lost.forEach(job -> note("once more: " + job.id()));
    }

    @Override
    public synchronized void progress(Job.OfCells job, WorkerEvent event) {
        JobState state = jobs.computeIfAbsent(job, started -> new JobState());
        state.rows = Math.min(event.samples(), workOf(job));
        if (event.elapsedNanos() - state.rateNanos > 1_000_000_000L) {
            state.rate = (event.samples() - state.rateRows) * 1e9 / (event.elapsedNanos() - state.rateNanos);
            state.rateRows = event.samples();
            state.rateNanos = event.elapsedNanos();
        }
        if (event.phase() == WorkerPhase.STARTING || event.phase() == WorkerPhase.DONE) {
            return;
        }
        String what = event.phase() == WorkerPhase.TRAINING && job.cells().get(0) instanceof QualitySpec training
                ? "epoch " + event.epoch() + "/" + training.hyperParameters().epochs()
                : event.phase().json();
        if (bar != null) {
            bar.stepTo(rowsDone());
            bar.setExtraMessage(doing(job, what, state.rate));
            return;
        }
        String mark = event.cell() + what;
        if (!mark.equals(state.epochMark)) {
            state.epochMark = mark;
            err.println(Numbers.format(
                    "[%d/%d] %s  %s%s%s",
                    cellsEnded + 1,
                    cellsLeft,
                    event.cell(),
                    what,
                    state.rate > 0 ? Numbers.format("  %,.0f samples/s", state.rate) : "",
                    eta()));
        }
    }

    /** What the bar says behind its figures. */
    static String doing(Job.OfCells job, String what, double rate) {
        return Numbers.format(
                " %s %s %s %,.0f samples/s",
                job.placement().engine(), job.task().id(), what, rate);
    }

    @Override
    public synchronized void ended(CellResult cell) {
        cellsEnded++;
        // The whole of its work, whatever became of it, so that what is left is what there is still to do.
        rowsOfEndedCells += Objects.requireNonNullElse(workOfCell.get(cell.id()), 0L);
        jobs.keySet()
                .removeIf(job -> job.cells().stream().anyMatch(spec -> spec.id().equals(cell.id())));
        if (cell.status() != CellStatus.OK) {
            note(cell.id() + ": " + cell.ending() + ", " + cell.reason());
        } else if (bar == null) {
            err.println("[%d/%d] %s  done".formatted(cellsEnded, cellsLeft, cell.id()));
        }
    }

    private long rowsDone() {
        return rowsOfEndedCells
                + jobs.values().stream().mapToLong(job -> job.rows).sum();
    }

    private String eta() {
        long done = rowsDone();
        if (done == 0) {
            return "";
        }
        Duration left =
                Duration.ofNanos((long) ((System.nanoTime() - startNanos) * ((totalRows - done) / (double) done)));
        return Numbers.format("  ETA %d:%02d", Math.max(0, left.toMinutes()), Math.max(0, left.toSecondsPart()));
    }

    private long workOf(Job.OfCells job) {
        return job.cells().stream().mapToLong(this::work).sum();
    }

    /** Rows that pass through the network in training; another kind of cell is given a share that is about its time's. */
    private long work(CellSpec cell) {
        if (cell instanceof QualitySpec training) {
            Rows rows = Objects.requireNonNullElse(rowsOfTask.get(cell.task().id()), new Rows(0, 0));
            int most = cell.task().split() instanceof Split.KFold folds
                    ? rows.train() - rows.train() / folds.folds()
                    : rows.train();
            Integer limit = training.hyperParameters().trainSamples();
            int trained = limit == null ? most : Math.min(limit, most);
            // Test rows are counted where they come after every epoch; once, after the last, they are lost in the rest.
            int tested = training.target() == null ? 0 : rows.all() - most;
            return (long) training.hyperParameters().epochs() * (trained + tested);
        }
        return cell instanceof ThroughputSpec ? TIMINGS_WORK : OTHER_CELLS_WORK;
    }

    /** Leaves the bar as it stands; the terminal is free for other output. */
    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
