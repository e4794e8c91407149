package io.enginebench.report.page;

import io.enginebench.analysis.score.Scores;
import io.enginebench.analysis.timing.Latencies;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Failure;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.figure.Raw;
import io.enginebench.record.figure.WarmupShape;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.Rung;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Suite;
import io.enginebench.record.run.Termination;
import io.enginebench.record.run.TimeSpent;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.setting.Timing;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.StudyFigures;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.Control;
import io.enginebench.record.verdict.PairedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A TEST FIXTURE, measured nowhere: a run with something in every section, and names that would like to be markup. */
final class PageFixture {
    /** Would end a script element, load an image and run a script if it were not taken for text. */
    static final String HOSTILE = "</script><img src=x onerror=window.attacked=true>";

    /** A line separator, which JavaScript once took for the end of a line within a string. */
    static final String SEPARATED = "line\u2028separator & 'quotes\"";

    private static final HyperParameters HYPER =
            new HyperParameters(3, 32, Optimiser.adam(0.001, 1e-7), null, null, null);

    private static final TaskDescriptor TASK = new TaskDescriptor(
            "faces",
            "TEST FIXTURE " + HOSTILE,
            TaskKind.CLASSIFICATION,
            "faces",
            List.of("cnn"),
            List.of(1, 20, 20),
            null,
            2,
            List.of(HOSTILE, SEPARATED),
            new Split.HoldOut(),
            HYPER,
            new StudyFigures(
                    "as it did",
                    new StudyFigures.StudySettings("cnn", "clean", 15, null),
                    0.1234,
                    List.of(0.4321, 0.5678),
                    null));

    /** A thousand calls of 1.5 ms: enough for p50 and p90. */
    private static final Latencies CALLS =
            Latencies.of(LongStream.generate(() -> 1_500_000).limit(1000).toArray());

    private PageFixture() {}

    static RunResult result() {
        List<CellResult> cells = new ArrayList<>();
        for (String engine : List.of("alpha", "beta")) {
            for (int seed = 1; seed <= 2; seed++) {
                cells.add(quality(engine, seed, engine.equals("alpha") ? 4 : 3));
            }
            for (int batch : List.of(1, 32, 256)) {
                cells.add(timing(engine, batch));
            }
        }
        cells.add(spec("beta", 3)
                .ended(new Outcome.Ended(
                        CellStatus.CRASHED,
                        "the worker crashed with SIGSEGV",
                        new Failure(139, "SIGSEGV", null, List.of()))));
        return new RunResult(
                RunResult.FORMAT_VERSION,
                new Suite("enginebench", "0", null),
                new CampaignRecord(
                        "fixture",
                        List.of("compare", "--tasks", "fa ces", "--out", "{path}"),
                        "0",
                        "2026-11-23T00:00:00Z",
                        60,
                        Termination.NORMAL,
                        "",
                        1,
                        null,
                        List.of(),
                        null,
                        null,
                        new TimeSpent(30, 5, 10, 2, 0, 8, 3, 1, 1)),
                new Environment(
                        new Environment.Os("TestOS", "1", "amd64"),
                        new Environment.Vm("TestVM", "v", "17"),
                        new Environment.Host("Fixture CPU", 2, null, 8_000_000_000L, null, null),
                        new Environment.Load(List.of(0.5, 0.25, 0.125), null)),
                List.of(engine("alpha"), engine("beta")),
                List.of(TASK),
                List.of(new DataRecord(
                        "faces",
                        DataKind.SYNTHETIC,
                        "synthetic",
                        false,
                        "00ff",
                        8,
                        false,
                        List.of(),
                        "drawn for a test")),
                cells,
                comparisons(),
                List.of(
                        Control.ofVersion1(
                                "faces cnn, train, batch 32, 1 thread: alpha against itself is equivalent",
                                false,
                                "alpha against itself came out 12 % apart"),
                        Control.ofVersion1(
                                "faces cnn, train, batch 32, 1 thread: alpha delayed by 10 % is detected",
                                true, "detected")),
                List.of(ParityReport.of(
                        setting("alpha", 1),
                        List.of("alpha", "beta"),
                        List.of(
                                new Rung(1, "weights", 0.0, 0.0, "largest", 0.0, 0.0, true, null, "4 values"),
                                new Rung(2, "forward", 0.5, 0.25, "largest", 0.5, 1e-5, false, HOSTILE, "1 layer")))),
                null);
    }

    /** The run without comparisons, controls and parity. */
    static RunResult with(RunResult run, List<EngineRecord> engines, List<CellResult> cells) {
        return new RunResult(
                run.formatVersion(),
                run.suite(),
                run.campaign(),
                run.environment(),
                engines,
                run.tasks(),
                run.data(),
                cells,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    private static QualitySpec spec(String engine, int seed) {
        return new QualitySpec(TASK, setting(engine, seed), HYPER, null);
    }

    private static Setting setting(String engine, int seed) {
        return new Setting(engine, Division.TUNED, "cpu", Dtype.FLOAT32, 1, "faces", "cnn", Protocol.CLEAN, null, seed);
    }

    /** Four test rows, two of each class, of which the first {@code hits} are right. */
    private static CellResult quality(String engine, int seed, int hits) {
        List<Integer> labels = List.of(0, 1, 0, 1);
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(i < hits ? labels.get(i) : 1 - labels.get(i));
        }
        Predictions predictions = new Predictions.Classes(List.of(4, 5, 6, 7), labels, answers);
        return spec(engine, seed)
                .measured(
                        HYPER.withRows(4, 4),
                        List.of(1.0, 0.5, 0.25 / seed),
                        new Outcome.Trained(
                                Scores.of(predictions, TASK.classes())
                                        .with(
                                                Metric.ACCURACY.of(0.5),
                                                Metric.TRAIN_THROUGHPUT.of(1234.4 * seed),
                                                Metric.TRAIN_THROUGHPUT.of(9876.5)),
                                EpochScores.of(
                                        TaskKind.CLASSIFICATION,
                                        0.875,
                                        List.of(0.5, 0.5, hits / 4.0),
                                        List.of(1L, 1L, 1L),
                                        List.of(1L, 2L, 3L)),
                                1,
                                1,
                                new Evidence("a", "b", engine + seed, 0),
                                predictions,
                                new Raw(List.of(1L, 2L, 3L))))
                .with(Seen.of(400_000_000L, 0));
    }

    private static CellResult timing(String engine, int batch) {
        ThroughputSpec spec =
                new ThroughputSpec(TASK, setting(engine, 1), new Timing(Mode.INFER, batch, 1, 0, null), 10, 2, 20);
        double speed = 1000 * Math.sqrt(batch) * (engine.equals("alpha") ? 1 : 2);
        return spec.measured(new Outcome.Timed(
                        new ThroughputCell.TimingMetrics(
                                null,
                                Metric.TRAIN_THROUGHPUT.of(speed),
                                Metric.STEP_DURATION.of(1000.0 * batch / speed),
                                batch > 1
                                        ? null
                                        : List.of(
                                                ThroughputCell.Percentile.of(50, 1.5),
                                                ThroughputCell.Percentile.of(99.9, 7.25))),
                        new ThroughputCell.Warmup(WarmupShape.FLAT, List.of(1L)),
                        new ThroughputCell.Load(null, null, null, null, null, null),
                        new ThroughputCell.ColdStart(1, 3, 2.0, 4),
                        new ThroughputCell.Memory(100_000_000L, 200_000_000L, 300_000_000L),
                        new ThroughputCell.TimingRaw(
                                10,
                                null,
                                List.of(111L, 222L),
                                batch > 1 ? null : CALLS.count(),
                                batch > 1 ? null : CALLS.encoded())))
                .with(Seen.of(320_000_000L, 0));
    }

    private static EngineRecord engine(String id) {
        return new EngineRecord(
                id,
                id.toUpperCase(java.util.Locale.ROOT),
                "1.0",
                "0.35.1",
                null,
                EngineStatus.READY,
                null,
                Division.TUNED,
                "cpu",
                Dtype.FLOAT32,
                1,
                "1.0",
                List.of("MKL"),
                "{cache}/lib.so",
                "ff",
                1.0,
                2.0,
                null,
                null,
                Map.of("OMP_NUM_THREADS", "1"),
                List.of("-Xss1m"),
                List.of());
    }

    private static List<Comparison> comparisons() {
        return List.of(
                comparison(
                        Metric.ACCURACY,
                        null,
                        0.25,
                        Arrays.asList(0.125, null),
                        Conclusion.BETTER,
                        "alpha",
                        "alpha wins in accuracy."),
                comparison(
                        Metric.MACRO_RECALL,
                        null,
                        0.001,
                        List.of(-0.004, 0.006),
                        Conclusion.EQUIVALENT,
                        null,
                        "They are alike."),
                comparison(
                        Metric.RECALL,
                        ComparisonScope.ofClass(HOSTILE),
                        0.03,
                        List.of(-0.02, 0.08),
                        Conclusion.INCONCLUSIVE,
                        null,
                        "Not decided."),
                speed("cnn", 32, 0.5, Conclusion.BETTER, "beta"));
    }

    /** Of inference with one thread. */
    static Comparison speed(String model, int batch, double estimate, Conclusion verdict, String better) {
        return speed(model, batch, estimate, verdict, better, null);
    }

    /** The same of rounds that were looked at. */
    static Comparison speed(
            String model, int batch, double estimate, Conclusion verdict, String better, Comparison.Rounds rounds) {
        return new Comparison(
                ComparisonKind.THROUGHPUT,
                "faces",
                model,
                Protocol.CLEAN,
                Division.TUNED,
                Metric.INFER_THROUGHPUT,
                ComparisonScope.ofSpeed(Mode.INFER, batch, 1),
                List.of("alpha", "beta"),
                Margin.Scale.RATIO,
                0.05,
                "signed-rank",
                10,
                null,
                PairedBy.ROUND,
                estimate,
                List.of(0.9 * estimate, 1.1 * estimate),
                0.95,
                null,
                null,
                null,
                null,
                0.002,
                0.004,
                2,
                null,
                null,
                rounds,
                List.of(0, 0),
                verdict,
                better,
                null,
                null,
                better + " is faster.");
    }

    private static Comparison comparison(
            Metric metric,
            ComparisonScope scope,
            double estimate,
            List<Double> interval,
            Conclusion verdict,
            String better,
            String text) {
        return new Comparison(
                ComparisonKind.QUALITY,
                "faces",
                "cnn",
                Protocol.CLEAN,
                Division.TUNED,
                metric,
                scope,
                List.of("alpha", "beta"),
                Margin.Scale.DIFFERENCE,
                metric.margin().size(),
                "t",
                2,
                null,
                PairedBy.SEED,
                estimate,
                interval,
                0.95,
                null,
                null,
                null,
                null,
                0.01,
                0.03,
                3,
                null,
                null,
                null,
                List.of(0, 1),
                verdict,
                better,
                null,
                null,
                text);
    }
}
