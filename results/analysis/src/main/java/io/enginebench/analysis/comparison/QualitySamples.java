package io.enginebench.analysis.comparison;

import io.enginebench.analysis.verdict.Pair;
import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.analysis.verdict.Subject;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.run.PairedBy;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pairs the trainings of a result: the same task, model, seed and fold on two engines.
 *
 * <p>Only the clean protocol is compared: under the notebook's, a fold's score depends on the folds before it. A training
 * that diverged or failed is a pair without that side; one that was never tried (no such engine here, the campaign was
 * stopped) makes no pair.
 */
final class QualitySamples {
    private final Subject subject;
    private final TaskDescriptor task;
    /** By seed, in the order of the folds. */
    private final Map<Long, List<Two>> seeds = new TreeMap<>();

    private final List<String> differences;

    private record Two(QualityCell first, QualityCell second) {
        <T> @Nullable T of(boolean ofFirst, Function<QualityCell, T> figure) {
            QualityCell cell = ofFirst ? first : second;
            return cell.status() == CellStatus.OK ? figure.apply(cell) : null;
        }
    }

    private QualitySamples(Subject subject, TaskDescriptor task, List<QualityCell> cells, List<ParityReport> parity) {
        this.subject = subject;
        this.task = task;
        List<QualityCell> tried = cells.stream()
                .filter(cell -> cell.task().equals(task.id())
                        && cell.model().equals(subject.model())
                        && cell.protocol() == Protocol.CLEAN
                        && cell.status().tried())
                .sorted(Comparator.comparingLong(QualityCell::seed)
                        .thenComparingInt(cell -> Objects.requireNonNullElse(cell.fold(), 0)))
                .toList();
        Predicate<QualityCell> ofSecond = cell -> cell.engine().equals(subject.second());
        List<Two> twos = new ArrayList<>();
        for (QualityCell cell : tried) {
            if (cell.engine().equals(subject.first())) {
                tried.stream()
                        .filter(ofSecond.and(
                                other -> other.seed() == cell.seed() && Objects.equals(other.fold(), cell.fold())))
                        .forEach(other -> twos.add(new Two(cell, other)));
            }
        }
        twos.forEach(two -> seeds.computeIfAbsent(two.first().seed(), seed -> new ArrayList<>())
                .add(two));
        Stream<String> notShown = parity.stream()
                .filter(report -> !report.passed()
                        && report.task().equals(task.id())
                        && report.model().equals(subject.model())
                        && List.of(subject.first(), subject.second()).containsAll(report.engines()))
                .map(report -> "parity was not shown");
        differences = Stream.concat(
                        notShown,
                        twos.stream().flatMap(two -> Settings.differences(two.first(), two.second()).stream()))
                .distinct()
                .toList();
    }

    /** What is to be compared between each two of the engines. */
    static List<PairedRuns> of(
            List<TaskDescriptor> tasks,
            List<String> engines,
            List<QualityCell> cells,
            List<ParityReport> parity,
            boolean timesCount) {
        List<PairedRuns> samples = new ArrayList<>();
        for (TaskDescriptor task : tasks) {
            for (String model : task.models()) {
                for (int i = 0; i < engines.size(); i++) {
                    for (int j = i + 1; j < engines.size(); j++) {
                        Subject subject =
                                new Subject(task.id(), model, Protocol.CLEAN, engines.get(i), engines.get(j), null);
                        QualitySamples own = new QualitySamples(subject, task, cells, parity);
                        samples.addAll(own.samples());
                        if (timesCount) {
                            own.timesToTarget().ifPresent(samples::add);
                        }
                    }
                }
            }
        }
        return samples;
    }

    private List<PairedRuns> samples() {
        if (seeds.isEmpty()) {
            return List.of();
        }
        List<PairedRuns> samples = new ArrayList<>();
        if (task.kind() == TaskKind.REGRESSION) {
            samples.add(scores(Metric.MSE));
            return samples;
        }
        samples.add(scores(Metric.ACCURACY));
        samples.add(scores(Metric.MACRO_RECALL));
        for (int c = 0; c < task.classes().size(); c++) {
            samples.add(recall(c));
        }
        return samples;
    }

    private PairedRuns scores(Metric metric) {
        if (!differences.isEmpty()) {
            return new PairedRuns(subject, metric, new PairedRuns.Unlike(differences));
        }
        Function<QualityCell, Double> score = cell -> Objects.requireNonNull(
                        Objects.requireNonNull(cell.metrics()).score(metric))
                .score();
        Function<Two, Pair> pair = two -> new Pair(two.of(true, score), two.of(false, score));
        List<List<Two>> folds = List.copyOf(seeds.values());
        if (folds.get(0).get(0).first().fold() == null) {
            return new PairedRuns(
                    subject,
                    metric,
                    new PairedRuns.Pairs(
                            PairedBy.SEED,
                            folds.stream().map(one -> pair.apply(one.get(0))).toList()));
        }
        int most = folds.stream().mapToInt(List::size).max().orElseThrow();
        return new PairedRuns(
                subject,
                metric,
                new PairedRuns.Folds(folds.stream()
                        .filter(seed -> seed.size() == most)
                        .map(seed -> seed.stream().map(pair).toList())
                        .toList()));
    }

    /**
     * How long each training took to its target. None over folds, which have one time each and no margin of their own; none
     * where the scores themselves are not compared.
     */
    private Optional<PairedRuns> timesToTarget() {
        List<Two> twos = seeds.values().stream().flatMap(List::stream).toList();
        List<Double> targets = twos.stream()
                .flatMap(two -> Stream.of(two.first(), two.second()))
                .flatMap(cell -> Stream.ofNullable(cell.epochScores()))
                .map(EpochScores::target)
                .distinct()
                .toList();
        boolean folded = twos.stream().anyMatch(two -> two.first().fold() != null);
        if (targets.size() != 1 || folded || !differences.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PairedRuns(
                subject,
                Metric.TIME_TO_TARGET,
                new PairedRuns.Pairs(
                        PairedBy.SEED,
                        twos.stream()
                                .map(two -> new Pair(timeToTarget(two.first()), timeToTarget(two.second())))
                                .toList())));
    }

    private static @Nullable Double timeToTarget(QualityCell cell) {
        return cell.epochScores() == null ? null : cell.epochScores().timeToTargetS();
    }

    private PairedRuns recall(int label) {
        Subject ofClass = subject.ofClass(task.classes().get(label));
        if (!differences.isEmpty()) {
            return new PairedRuns(ofClass, Metric.RECALL, new PairedRuns.Unlike(differences));
        }
        int rows = seeds.values().stream()
                .mapToInt(folds -> Math.max(rows(folds, true, label), rows(folds, false, label)))
                .max()
                .orElse(0);
        return new PairedRuns(
                ofClass,
                Metric.RECALL,
                new PairedRuns.ClassRecall(seeds.values().stream()
                        .map(folds ->
                                new PairedRuns.Answers(rows, right(folds, true, label), right(folds, false, label)))
                        .toList()));
    }

    private static int rows(List<Two> folds, boolean ofFirst, int label) {
        List<Boolean> right = right(folds, ofFirst, label);
        return right == null ? 0 : right.size();
    }

    /** For each test row of the class, in the order of the rows' numbers, whether it was answered rightly; null if a fold failed. */
    private static @Nullable List<Boolean> right(List<Two> folds, boolean ofFirst, int label) {
        Map<Integer, Boolean> right = new TreeMap<>();
        for (Two fold : folds) {
            Predictions predictions = fold.of(ofFirst, cell -> Objects.requireNonNull(cell.predictions()));
            if (!(predictions instanceof Predictions.Classes classes)) {
                return null;
            }
            IntStream.range(0, classes.rows().size())
                    .filter(i -> classes.labels().get(i) == label)
                    .forEach(i ->
                            right.put(classes.rows().get(i), classes.predicted().get(i) == label));
        }
        return List.copyOf(right.values());
    }
}
