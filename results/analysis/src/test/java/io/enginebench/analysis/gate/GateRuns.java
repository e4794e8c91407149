package io.enginebench.analysis.gate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.score.Scores;
import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingFigures;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.figure.WarmupShape;
import io.enginebench.record.json.Json;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.setting.Timing;
import io.enginebench.record.verdict.Control;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs made from a real one, of two tasks, two engines and one seed, by changing what the gate must or must not see. */
final class GateRuns {
    private static final Path FIXTURE =
            Path.of(System.getProperty("enginebench.home"), "results/record/src/test/resources/results/v1.json");

    private GateRuns() {}

    static RunResult run(Consumer<ObjectNode> change) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Json.line(ResultFile.read(FIXTURE)), "fixture");
        change.accept(document);
        return Json.read(document.toString(), "changed", RunResult.class);
    }

    static RunResult same() throws IOException {
        return run(document -> {});
    }

    static RunResult edited(RunResult run, Consumer<ObjectNode> change) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Json.line(run), "run");
        change.accept(document);
        return Json.read(document.toString(), "edited", RunResult.class);
    }

    static RunResult with(RunResult run, List<CellResult> cells, List<Control> controls) {
        return new RunResult(
                run.formatVersion(),
                run.suite(),
                run.campaign(),
                run.environment(),
                run.engines(),
                run.tasks(),
                run.data(),
                cells,
                run.comparisons(),
                controls,
                run.parity(),
                null);
    }

    /** Every cell exchanged for others, or for none. */
    static RunResult cells(RunResult run, Function<CellResult, Stream<CellResult>> change) {
        return with(run, run.cells().stream().flatMap(change).toList(), run.controls());
    }

    static RunResult trainings(RunResult run, Function<QualityCell, Stream<QualityCell>> change) {
        return cells(
                run,
                cell -> cell instanceof QualityCell training
                        ? change.apply(training).map(one -> one)
                        : Stream.of(cell));
    }

    /** The trainings repeated with the seeds 1 to n. */
    static RunResult seeds(RunResult run, int n) {
        return trainings(
                run,
                training -> Stream.iterate(1L, seed -> seed + 1)
                        .limit(n)
                        .map(seed -> new QualityCell(
                                training.id().replace("seed1", "seed" + seed),
                                training.setting().seeded(seed),
                                training.hyperParameters(),
                                training.lossPerEpoch(),
                                training.seen(),
                                training.outcome())));
    }

    /** A control of a training that came out the same. */
    static QualityCell nudged(QualityCell cell) {
        return new QualityCell(
                cell.id() + "-nudged",
                cell.setting(),
                ControlArm.NUDGED,
                cell.hyperParameters(),
                cell.lossPerEpoch(),
                cell.seen(),
                cell.outcome());
    }

    static QualityCell ended(QualityCell cell, Outcome how) {
        return new QualityCell(
                cell.id(), cell.setting(), cell.hyperParameters(), cell.lossPerEpoch(), cell.seen(), how);
    }

    /** Every answer of a training exchanged. */
    static QualityCell answering(RunResult run, QualityCell cell, Function<Predictions, Predictions> change) {
        Outcome.Trained was = (Outcome.Trained) cell.outcome();
        Predictions answers = change.apply(was.predictions());
        return ended(
                cell,
                new Outcome.Trained(
                        Scores.of(answers, run.task(cell.task()).orElseThrow().classes()),
                        was.epochScores(),
                        was.trainingDurationS(),
                        was.predictDurationS(),
                        was.evidence(),
                        answers,
                        was.raw()));
    }

    /**
     * Every training of emojis with so many right answers of each hundred rows turned into wrong ones, and up to three more, so
     * that seeds and folds differ.
     */
    static RunResult worseBy(RunResult run, int percent) {
        return trainings(
                run,
                training -> Stream.of(
                        training.task().equals("emojis")
                                ? answering(
                                        run,
                                        training,
                                        answers -> spoilt(training, (Predictions.Classes) answers, percent))
                                : training));
    }

    private static Predictions spoilt(QualityCell cell, Predictions.Classes answers, int percent) {
        int fold = cell.fold() == null ? 0 : cell.fold();
        long left = answers.rows().size() * percent / 100 + fold % 3 + cell.seed() % 2;
        List<Integer> predicted = new ArrayList<>(answers.predicted());
        for (int i = 0; i < predicted.size() && left > 0; i++) {
            if (predicted.get(i).equals(answers.labels().get(i))) {
                predicted.set(i, (predicted.get(i) + 1) % 5);
                left--;
            }
        }
        return new Predictions.Classes(answers.rows(), answers.labels(), predicted);
    }

    /** The trainings with seconds to a target, which is reached in the only epoch that is scored. */
    static RunResult reaching(RunResult run, Function<QualityCell, @Nullable Double> seconds) throws IOException {
        RunResult alone = edited(run, document -> ((ObjectNode) document.get("campaign")).put("jobs", 1));
        return trainings(alone, training -> {
            Outcome.Trained was = (Outcome.Trained) training.outcome();
            Double time = seconds.apply(training);
            // A hold-out: folds have no time to a target that is compared.
            return training.fold() != null && training.fold() > 0
                    ? Stream.empty()
                    : Stream.of(new QualityCell(
                            training.id(),
                            training.setting().inFold(null),
                            training.hyperParameters(),
                            training.lossPerEpoch(),
                            training.seen(),
                            new Outcome.Trained(
                                    was.metrics(),
                                    new EpochScores(
                                            Metric.ACCURACY,
                                            "fraction",
                                            true,
                                            0.5,
                                            null,
                                            List.of(0.6),
                                            List.of(1L),
                                            time != null,
                                            time == null ? null : 1,
                                            time),
                                    was.trainingDurationS(),
                                    was.predictDurationS(),
                                    was.evidence(),
                                    was.predictions(),
                                    was.raw())));
        });
    }

    /** What a run's rounds are like; times are factors of a second for a window of 100 steps. */
    record Rounds(int number, double time, double p99, double memory, long seed, double drift) {
        /** As many calls as a round of the study's network has by default. */
        private static final int CALLS = 8250;

        static Rounds usual(long seed) {
            return new Rounds(10, 1, 1, 1, seed, 0.01);
        }

        Rounds number(int other) {
            return new Rounds(other, time, p99, memory, seed, drift);
        }

        Rounds slower(double factor) {
            return new Rounds(number, factor, p99, memory, seed, drift);
        }

        Rounds laterAtP99(double factor) {
            return new Rounds(number, time, factor, memory, seed, drift);
        }

        Rounds larger(double factor) {
            return new Rounds(number, time, p99, factor, seed, drift);
        }

        /** Whose later windows take twice as long as the earlier ones. */
        Rounds unsteady() {
            return new Rounds(number, time, p99, memory, seed, 1);
        }

        /** Training steps of 32 rows and answers to single ones, each round give or take 1 %. */
        private List<CellResult> cells(RunResult run) {
            Random noise = new Random(seed);
            List<CellResult> cells = new ArrayList<>();
            for (int round = 1; round <= number; round++) {
                for (Mode mode : Mode.USUAL) {
                    double chance = 1 + 0.01 * noise.nextGaussian();
                    long nanos = (long) (1e9 * time * chance);
                    long[] calls = new long[CALLS];
                    Arrays.fill(calls, 1_000_000);
                    // The slowest 200 make the p99, which so few calls of one round do not back.
                    Arrays.fill(calls, 0, 200, (long) (3e6 * p99 * chance));
                    boolean single = mode == Mode.INFER;
                    ThroughputCell.TimingRaw raw = new ThroughputCell.TimingRaw(
                            100,
                            null,
                            List.of((long) (nanos / (1 + drift)), nanos, (long) (nanos * (1 + drift))),
                            single ? (Long) (long) CALLS : null,
                            single ? Latencies.of(calls).encoded() : null);
                    int batch = single ? 1 : 32;
                    Setting setting = new Setting(
                            "pytorch",
                            Division.TUNED,
                            "cpu",
                            Dtype.FLOAT32,
                            1,
                            run.tasks().get(0).id(),
                            "study-cnn",
                            Protocol.CLEAN,
                            null,
                            1);
                    ThroughputSpec spec = new ThroughputSpec(
                            run.tasks().get(0), setting, new Timing(mode, batch, round, 0, null), 100, 3, 0);
                    cells.add(spec.measured(new Outcome.Timed(
                                    TimingFigures.of(mode, batch, raw),
                                    new ThroughputCell.Warmup(WarmupShape.FLAT, List.of()),
                                    new ThroughputCell.Load(null, null, null, null, null, null),
                                    new ThroughputCell.ColdStart(1, 1, 1.0, 1),
                                    null,
                                    raw))
                            .with(Seen.of((long) (4e8 * memory * chance), 0)));
                }
            }
            return cells;
        }
    }

    static RunResult timed(RunResult run, Rounds rounds) {
        return with(
                run,
                Stream.concat(run.cells().stream(), rounds.cells(run).stream()).toList(),
                run.controls());
    }

    static RunResult timed(Rounds rounds) throws IOException {
        return timed(same(), rounds);
    }

    static GateReport gate(RunResult baseline, RunResult candidate) {
        return gate(baseline, candidate, Map.of());
    }

    static GateReport gate(RunResult baseline, RunResult candidate, Map<Metric, Double> margins) {
        return Gate.of(baseline, candidate, new Gate.Terms(margins, false));
    }
}
