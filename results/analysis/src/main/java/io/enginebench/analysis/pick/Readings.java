package io.enginebench.analysis.pick;

import io.enginebench.analysis.stats.Interval;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.analysis.timing.Latencies;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
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
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of each engine in one task and model, held against limits. Of trainings only those of the clean protocol count. An engine that
 * only answers is as good as what it makes of another's weights.
 */
final class Readings {
    private static final double CONFIDENCE = 0.95;
    private static final double MEGABYTE = 1e6;

    /** Two scores of the same answers are closer: what 32-bit floats round otherwise. */
    private static final double ROUNDING = 1e-6;

    private final List<QualityCell> trainings;
    private final List<CrossCell> crosses;
    private final List<ThroughputCell> timings;
    private final Goal goal;

    Readings(RunResult result, TaskDescriptor task, String model, Question question) {
        goal = question.goal();
        trainings = result.qualityCells().stream()
                .filter(cell -> cell.setting().isOf(task.id(), model)
                        && question.isOf(cell.division())
                        && cell.protocol() == Protocol.CLEAN
                        && cell.status().tried())
                .toList();
        crosses = result.crossCells().stream()
                .filter(cell -> cell.setting().isOf(task.id(), model)
                        && question.isOf(cell.division())
                        && cell.status() == CellStatus.OK)
                .toList();
        timings = result.throughputCells().stream()
                .filter(cell -> cell.setting().isOf(task.id(), model)
                        && question.isOf(cell.division())
                        && cell.control() == null
                        && cell.status().tried()
                        && (question.threads() == null || question.threads().equals(cell.numThreads())))
                .toList();
    }

    List<ThroughputCell> timings() {
        return timings;
    }

    boolean hasTrainings() {
        return !trainings.isEmpty();
    }

    /** Why the engine cannot be picked whatever limits it keeps; empty if it can. */
    String whyNot(String engine) {
        if (Stream.of(trainings, timings, crosses)
                .flatMap(List::stream)
                .noneMatch(cell -> cell.engine().equals(engine) && cell.status() == CellStatus.OK)) {
            return "did not run";
        }
        boolean ofTraining =
                !(goal instanceof Goal.Fastest fastest) || fastest.mode().trains();
        return ofTraining && onlyAnswers(engine) ? "only answers" : "";
    }

    /** Whether others train here and it does not. */
    private boolean onlyAnswers(String engine) {
        Set<String> trainers = Stream.concat(
                        trainings.stream(),
                        timings.stream().filter(cell -> cell.mode().trains()))
                .map(CellResult::engine)
                .collect(Collectors.toSet());
        return !trainers.isEmpty() && !trainers.contains(engine);
    }

    /** Those whose weights its scores may be of: its own, or of one that only answers those that it was asked with. */
    List<String> trainers(String engine) {
        List<String> others = onlyAnswers(engine)
                ? crosses.stream()
                        .filter(cell -> cell.engine().equals(engine))
                        .map(CrossCell::trainedOn)
                        .distinct()
                        .toList()
                : List.<String>of();
        return others.isEmpty() ? List.of(engine) : others;
    }

    /** The engine, with the weights of one of its {@link #trainers}, against the limit. */
    Standing against(Requirement requirement, String engine, String trainer) {
        Figure figure = requirement.figure();
        if (figure.metric() == Metric.PEAK_RSS) {
            return memory(requirement, engine);
        }
        if (figure.isLatency()) {
            return latency(requirement, engine);
        }
        return trainer.equals(engine) ? mean(requirement, engine) : served(requirement, engine, trainer);
    }

    /**
     * Where it answers as the trainer does, it is what the trainer is over all seeds; else its own scores count, which are of the seeds that it
     * was asked of and leave the others open.
     */
    private Standing served(Requirement requirement, String engine, String trainer) {
        List<Double> values = new ArrayList<>();
        boolean alike = true;
        for (CrossCell cross : crosses) {
            Double there = cross.engine().equals(engine) && cross.trainedOn().equals(trainer)
                    ? value(requirement.figure(), Objects.requireNonNull(cross.metrics()))
                    : null;
            if (there != null) {
                values.add(there);
                alike &= trainings.stream()
                        .filter(cell -> cell.id().equals(cross.trainedCell()))
                        .flatMap(cell -> Stream.ofNullable(cell.metrics()))
                        .flatMap(metrics -> Stream.ofNullable(value(requirement.figure(), metrics)))
                        .anyMatch(own -> Math.abs(own - there) <= ROUNDING * Math.max(1, Math.abs(own)));
            }
        }
        if (values.isEmpty()) {
            return Standing.unknown(requirement, "no cross-evaluation has it");
        }
        if (alike) {
            return mean(requirement, trainer).saying(", with the weights of %s and its answers".formatted(trainer));
        }
        double mean = average(values);
        return Standing.of(
                requirement,
                mean,
                null,
                values.size(),
                "%s with the weights of %s, in what it was asked".formatted(number(mean), trainer));
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

    /** How many seeds the trainings have. */
    int seeds() {
        return (int) trainings.stream().map(QualityCell::seed).distinct().count();
    }

    /**
     * The mean over seeds, of each the mean over its folds, which share their rows and are no sample; a run that failed counts as
     * the worst value, as it does in a verdict. One seed has no interval.
     */
    private Standing mean(Requirement requirement, String engine) {
        Map<Long, List<Double>> values = new TreeMap<>();
        int failed = 0;
        for (QualityCell cell : trainings) {
            if (!cell.engine().equals(engine)) {
                continue;
            }
            Double value = cell.outcome() instanceof Outcome.Trained trained
                    ? value(requirement.figure(), trained.metrics())
                    : (Double) requirement.figure().metric().worst();
            failed += cell.status() == CellStatus.OK ? 0 : 1;
            if (value != null) {
                values.computeIfAbsent(cell.seed(), seed -> new ArrayList<>()).add(value);
            }
        }
        if (values.isEmpty()) {
            return Standing.unknown(requirement, "no training has it");
        }
        long folds = trainings.stream().map(QualityCell::fold).distinct().count();
        List<Double> seeds = values.values().stream().map(Readings::average).toList();
        double mean = average(seeds);
        String runs = "%d seed%s%s%s"
                .formatted(
                        seeds.size(),
                        seeds.size() == 1 ? "" : "s",
                        folds > 1 ? " of %d folds".formatted(folds) : "",
                        failed == 0 ? "" : ", %d failed".formatted(failed));
        if (!Double.isFinite(mean)) {
            return Standing.of(requirement, mean, null, seeds.size(), runs);
        }
        Interval interval = interval(seeds, 1);
        String text = interval == null
                ? "%s, %s".formatted(number(mean), runs)
                : "%s, %s..%s over %s"
                        .formatted(number(mean), number(interval.lower()), number(interval.upper()), runs);
        return Standing.of(requirement, mean, interval, seeds.size(), text);
    }

    private static double average(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /**
     * By t, of the mean; none for one value.
     *
     * @param wider so many times its standard error: the square root of n + 1 makes it the interval of a further value
     */
    private static @Nullable Interval interval(List<Double> values, double wider) {
        if (values.size() < 2) {
            return null;
        }
        StudentT mean =
                StudentT.paired(values.stream().mapToDouble(Double::doubleValue).toArray());
        return new StudentT(mean.estimate(), mean.standardError() * wider, mean.degreesOfFreedom())
                .interval(CONFIDENCE)
                .orElseThrow();
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
            where = "process";
        }
        if (peaks.isEmpty()) {
            return Standing.unknown(requirement, "no cell has it");
        }
        double most = peaks.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        Interval further = interval(peaks, Math.sqrt(peaks.size() + 1.0));
        String text = further == null
                ? String.format(Locale.ROOT, "%.1f MB, one %s", most, where)
                : String.format(
                        Locale.ROOT,
                        "%.1f MB, the largest of %d %s; a further one within %.1f..%.1f",
                        most,
                        peaks.size(),
                        where.equals("process") ? "processes" : where + "s",
                        further.lower(),
                        further.upper());
        return Standing.of(requirement, most, further, peaks.size(), text);
    }

    /** Of each process: a training's folds share one. */
    private static List<Double> peaks(List<? extends CellResult> cells, String engine) {
        Map<String, Double> peaks = new LinkedHashMap<>();
        for (CellResult cell : cells) {
            Long bytes = cell.peakRssBytes();
            if (bytes != null && cell.engine().equals(engine)) {
                peaks.merge(
                        cell instanceof QualityCell ? "seed " + cell.seed() : cell.id(), bytes / MEGABYTE, Math::max);
            }
        }
        return List.copyOf(peaks.values());
    }

    /** Over the calls of all rounds together; the interval is of the rounds' own percentiles, whose calls are no sample. */
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
        Interval interval = interval(
                histograms.stream()
                        .map(one -> Latencies.merged(List.of(one)).milliseconds(told.percentile()))
                        .toList(),
                1);
        return Standing.of(
                requirement,
                told.score(),
                interval,
                calls.count(),
                String.format(
                        Locale.ROOT,
                        "%s ms%s over %,d calls of %d %s",
                        number(told.score()),
                        interval == null
                                ? ""
                                : ", %s..%s".formatted(number(interval.lower()), number(interval.upper())),
                        calls.count(),
                        histograms.size(),
                        histograms.size() == 1 ? "round" : "rounds"));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
