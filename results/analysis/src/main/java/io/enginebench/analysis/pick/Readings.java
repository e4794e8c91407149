package io.enginebench.analysis.pick;

import io.enginebench.analysis.stats.Interval;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.analysis.timing.Latencies;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.Percentile;
import io.enginebench.record.figure.ClassRecall;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The figures of each engine in one task and model, held against limits. Of trainings only those of the clean protocol count. */
final class Readings {
    private static final double CONFIDENCE = 0.95;
    private static final double MEGABYTE = 1e6;

    private final TaskDescriptor task;
    private final List<QualityCell> trainings;
    private final List<ThroughputCell> timings;
    private final Goal goal;

    Readings(RunResult result, TaskDescriptor task, String model, @Nullable Integer threads, Goal goal) {
        this.task = task;
        this.goal = goal;
        trainings = result.qualityCells().stream()
                .filter(cell -> cell.setting().isOf(task.id(), model)
                        && cell.protocol() == Protocol.CLEAN
                        && cell.status().tried())
                .toList();
        timings = result.throughputCells().stream()
                .filter(cell -> cell.setting().isOf(task.id(), model)
                        && cell.control() == null
                        && cell.status().tried()
                        && (threads == null || cell.numThreads() == threads))
                .toList();
    }

    List<ThroughputCell> timings() {
        return timings;
    }

    boolean hasTrainings() {
        return !trainings.isEmpty();
    }

    /** Whether the engine has a figure of any kind. */
    boolean ran(String engine) {
        return Stream.concat(trainings.stream(), timings.stream())
                .anyMatch(cell -> cell.engine().equals(engine) && cell.status() == CellStatus.OK);
    }

    /** The engine against the limit. */
    Standing against(Requirement requirement, String engine) {
        Figure figure = requirement.figure();
        if (figure.metric() == Metric.PEAK_RSS) {
            return memory(requirement, engine);
        }
        return figure.isLatency() ? latency(requirement, engine) : mean(requirement, engine);
    }

    private static @Nullable Double value(Figure figure, Metrics metrics) {
        if (figure.metric() != Metric.RECALL) {
            Score score = metrics.score(figure.metric());
            return score == null ? null : score.score();
        }
        return Stream.ofNullable(metrics.recall())
                .flatMap(List::stream)
                .filter(recall -> recall.name().equals(figure.className()))
                .map(ClassRecall::score)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The mean over seeds or folds; a run that failed counts as the worst value, as it does in a verdict. */
    private Standing mean(Requirement requirement, String engine) {
        List<Double> values = new ArrayList<>();
        int failed = 0;
        for (QualityCell cell : trainings) {
            if (!cell.engine().equals(engine)) {
                continue;
            }
            if (cell.outcome() instanceof Outcome.Trained trained) {
                Stream.ofNullable(value(requirement.figure(), trained.metrics()))
                        .forEach(values::add);
            } else {
                failed++;
                values.add(requirement.figure().metric().worst());
            }
        }
        if (values.isEmpty()) {
            return Standing.unknown(requirement, "no training has it");
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        String runs = runs(values.size()) + (failed == 0 ? "" : ", %d of them failed".formatted(failed));
        if (!Double.isFinite(mean)) {
            return Standing.of(requirement, mean, null, values.size(), runs);
        }
        Interval interval = interval(values);
        String text = interval == null
                ? "%s, %s".formatted(number(mean), runs)
                : "%s, %s..%s over %s"
                        .formatted(number(mean), number(interval.lower()), number(interval.upper()), runs);
        return Standing.of(requirement, mean, interval, values.size(), text);
    }

    private String runs(int n) {
        String one = task.split() instanceof Split.KFold ? "fold" : "seed";
        return n + " " + one + (n == 1 ? "" : "s");
    }

    /** By t; folds share their training rows, so theirs is widened as a verdict's is (Nadeau and Bengio 2003). */
    private @Nullable Interval interval(List<Double> values) {
        if (values.size() < 2) {
            return null;
        }
        double[] sample = values.stream().mapToDouble(Double::doubleValue).toArray();
        StudentT mean = task.split() instanceof Split.KFold split
                ? StudentT.corrected(split.folds(), sample)
                : StudentT.paired(sample);
        return mean.interval(CONFIDENCE).orElse(null);
    }

    /** Of the processes that do what is wished, and of the trainings where none was timed: a limit must hold in each. */
    private Standing memory(Requirement requirement, String engine) {
        List<Double> peaks = peaks(
                timings.stream()
                        .filter(cell -> goal instanceof Goal.Fastest fastest
                                && cell.mode() == fastest.mode()
                                && (fastest.batch() == null || cell.globalBatchSize() == fastest.batch()))
                        .toList(),
                engine);
        String where = "timed cell";
        if (peaks.isEmpty()) {
            peaks = peaks(trainings, engine);
            where = "training";
        }
        if (peaks.isEmpty()) {
            return Standing.unknown(requirement, "no cell has it");
        }
        double most = peaks.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return Standing.of(
                requirement,
                most,
                null,
                peaks.size(),
                String.format(
                        Locale.ROOT,
                        "%.1f MB%s",
                        most,
                        peaks.size() == 1
                                ? ", one " + where
                                : ", the largest of %d %ss".formatted(peaks.size(), where)));
    }

    private static List<Double> peaks(List<? extends CellResult> cells, String engine) {
        return cells.stream()
                .filter(cell -> cell.engine().equals(engine))
                .flatMap(cell -> Stream.ofNullable(cell.peakRssBytes()))
                .map(bytes -> bytes / MEGABYTE)
                .toList();
    }

    /** Over the calls of all rounds together. */
    private Standing latency(Requirement requirement, String engine) {
        List<String> histograms = timings.stream()
                .filter(cell -> cell.engine().equals(engine) && cell.mode() == Mode.INFER)
                .flatMap(cell -> cell.outcome() instanceof Outcome.Timed timed
                        ? Stream.ofNullable(timed.raw().latencyHistogram())
                        : Stream.empty())
                .toList();
        if (histograms.isEmpty()) {
            return Standing.unknown(requirement, "no single calls were timed");
        }
        Latencies calls = Latencies.merged(histograms);
        Percentile told = calls.percentiles().stream()
                .filter(one ->
                        Metric.latency(one.percentile()) == requirement.figure().metric())
                .findFirst()
                .orElse(null);
        if (told == null) {
            return Standing.unknown(requirement, "%,d calls are too few to tell it".formatted(calls.count()));
        }
        return Standing.of(
                requirement,
                told.score(),
                null,
                calls.count(),
                String.format(
                        Locale.ROOT,
                        "%s ms over %,d calls of %d %s",
                        number(told.score()),
                        calls.count(),
                        histograms.size(),
                        histograms.size() == 1 ? "round" : "rounds"));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
