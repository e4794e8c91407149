package io.enginebench.selfbench.growth;

import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.analysis.score.Scores;
import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingFigures;
import io.enginebench.analysis.timing.Windows;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.record.Hashes;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.figure.Raw;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Suite;
import io.enginebench.record.run.Termination;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.task.TaskDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Cells as a plan would leave them, DRAWN and measured nowhere: nine of ten test rows right, and speeds within a few percent of each other.
 *
 * @param rows test rows of each training
 */
record SyntheticRun(TaskDescriptor task, int rows) {
    private static final int TRAINED_ON = 60_000;
    private static final int WINDOWS = 10;
    private static final String MACHINE = "no processor: synthetic cells";
    private static final String STARTED = "2026-01-01T00:00:00Z";
    /** More than what any number of cells says that it took. */
    private static final double DURATION_S = 1e9;

    private static String hash(String text) {
        return Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The sealed result of the plan's cells, or of the share's that {@code own} is. */
    RunResult result(Plan whole, Plan own) {
        return CellComparisons.judged(new RunResult(
                        RunResult.FORMAT_VERSION,
                        new Suite("enginebench", "synthetic", null),
                        new CampaignRecord(
                                "synthetic",
                                List.of(own.preset().equals("throughput") ? "throughput" : "synthetic"),
                                whole.sha256(),
                                STARTED,
                                DURATION_S,
                                Termination.NORMAL,
                                own.preset(),
                                own.parallelJobs(),
                                null,
                                List.of(),
                                own.share(),
                                null,
                                null),
                        new Environment(
                                new Environment.Os("Linux", "0", "amd64"),
                                new Environment.Vm("none", "none", "17"),
                                new Environment.Host(MACHINE, 2, null, 8_000_000_000L, null, null),
                                new Environment.Load(List.of(0.0, 0.0, 0.0), null)),
                        own.engines().stream().map(SyntheticRun::engine).toList(),
                        List.of(task),
                        List.of(data()),
                        cells(own),
                        List.of(),
                        List.of(),
                        List.of(),
                        null))
                .sealed();
    }

    DataRecord data() {
        List<DataRecord.DataFile> files = List.of(new DataRecord.DataFile("synthetic", 1, hash("rows")));
        return new DataRecord(
                task.id(),
                DataKind.SYNTHETIC,
                "synthetic",
                false,
                DataRecord.sha256Of(files),
                TRAINED_ON + rows,
                false,
                files,
                "synthetic, drawn to see what many cells cost");
    }

    private static EngineRecord engine(String id) {
        return new EngineRecord(
                id,
                id,
                "0",
                "0",
                null,
                EngineStatus.READY,
                null,
                Division.TUNED,
                "cpu",
                Dtype.FLOAT32,
                1,
                "0",
                List.of(),
                "{cache}/none",
                hash(id),
                1.0,
                1.0,
                null,
                null,
                Map.of(),
                List.of(),
                List.of());
    }

    /** The cells of a plan, in its order. */
    List<CellResult> cells(Plan plan) {
        SplittableRandom random = new SplittableRandom(1);
        List<Integer> numbers = IntStream.range(0, rows).boxed().toList();
        List<Integer> labels = random.ints(rows, 0, task.outputs()).boxed().toList();
        return plan.cells().stream()
                .map(cell -> cell instanceof ThroughputSpec timing
                        ? timed(timing)
                        : cell instanceof QualitySpec training
                                ? trained(training, numbers, labels)
                                : answered((CrossSpec) cell, numbers, labels))
                .map(cell -> cell.with(Seen.of(400_000_000L, 0)))
                .toList();
    }

    private static SplittableRandom drawn(CellSpec cell) {
        return new SplittableRandom(cell.id().hashCode());
    }

    private Predictions predictions(QualitySpec cell, List<Integer> numbers, List<Integer> labels) {
        SplittableRandom random = drawn(cell);
        return new Predictions.Classes(
                numbers,
                labels,
                labels.stream()
                        .map(label -> random.nextInt(10) > 0 ? label : (Integer) random.nextInt(task.outputs()))
                        .toList());
    }

    private CellResult trained(QualitySpec cell, List<Integer> numbers, List<Integer> labels) {
        Predictions predictions = predictions(cell, numbers, labels);
        SplittableRandom random = drawn(cell);
        List<Long> epochs = LongStream.range(0, cell.hyperParameters().epochs())
                .map(epoch -> 5_000_000_000L + random.nextInt(100_000_000))
                .boxed()
                .toList();
        double seconds = epochs.stream().mapToLong(Long::longValue).sum() / 1e9;
        double predicting = 0.5;
        Metrics metrics = Scores.of(predictions, task.classes())
                .with(
                        Metric.ACCURACY.of(0.1),
                        Metric.TRAIN_THROUGHPUT.of((double) TRAINED_ON * epochs.size() / seconds),
                        Metric.INFER_THROUGHPUT.of(rows / predicting));
        String given = cell.model() + cell.seed();
        return cell.measured(
                cell.hyperParameters().withRows(TRAINED_ON, rows),
                epochs.stream().map(epoch -> random.nextDouble()).toList(),
                new Outcome.Trained(
                        metrics,
                        null,
                        seconds,
                        predicting,
                        new Evidence(hash("weights " + given), hash("order " + given), hash(cell.id()), 0),
                        predictions,
                        new Raw(epochs)));
    }

    private CellResult answered(CrossSpec cell, List<Integer> numbers, List<Integer> labels) {
        Predictions predictions = predictions(cell.trained(), numbers, labels);
        return cell.measured(new Outcome.Answered(
                Scores.of(predictions, task.classes()), hash(cell.trained().id()), predictions));
    }

    private static CellResult timed(ThroughputSpec cell) {
        SplittableRandom random = drawn(cell);
        double slower = cell.timing().control() == ControlArm.DELAYED ? 1.1 : 1;
        List<Long> windows = LongStream.range(0, WINDOWS)
                .map(window -> (long) (slower * (100_000_000L + random.nextInt(1_000_000))))
                .boxed()
                .toList();
        Latencies calls = Latencies.of(LongStream.generate(() -> 1_000_000 + random.nextInt(100_000))
                .limit(1000)
                .toArray());
        boolean single = cell.mode() == Mode.INFER && cell.globalBatchSize() == 1;
        ThroughputCell.TimingRaw raw = new ThroughputCell.TimingRaw(
                100,
                cell.mode() == Mode.TRAIN ? cell.untimedSteps() + 1 : 1,
                null,
                windows,
                single ? (Long) calls.count() : null,
                single ? calls.encoded() : null);
        return cell.measured(new Outcome.Timed(
                TimingFigures.of(cell.mode(), cell.globalBatchSize(), raw),
                new ThroughputCell.Warmup(new Windows(windows).shapeAfter(windows), windows),
                new ThroughputCell.Load(null, null, null, null, null, null),
                new ThroughputCell.ColdStart(300, 500, 10.0, 50),
                new ThroughputCell.Memory(100_000_000L, 200_000_000L, 300_000_000L),
                raw));
    }
}
