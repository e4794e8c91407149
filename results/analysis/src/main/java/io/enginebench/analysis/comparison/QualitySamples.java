package io.enginebench.analysis.comparison;

import io.enginebench.analysis.timing.Machines;
import io.enginebench.analysis.verdict.Opponents;
import io.enginebench.analysis.verdict.Pair;
import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.analysis.verdict.Subject;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.verdict.PairedBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        /** A figure of one side; null where it failed. */
        <T> @Nullable T of(boolean ofFirst, Function<Outcome.Trained, @Nullable T> figure) {
            return (ofFirst ? first : second).outcome() instanceof Outcome.Trained trained
                    ? figure.apply(trained)
                    : null;
        }

        Pair pair(Function<Outcome.Trained, @Nullable Double> figure) {
            return new Pair(of(true, figure), of(false, figure));
        }
    }

    private QualitySamples(Subject subject, TaskDescriptor task, List<QualityCell> cells, List<ParityReport> parity) {
        this.subject = subject;
        this.task = task;
        List<QualityCell> tried = cells.stream()
                .filter(cell -> cell.setting().isOf(task.id(), subject.model())
                        && cell.division() == subject.division()
                        && cell.protocol() == Protocol.CLEAN
                        && cell.status().tried())
                .sorted(Comparator.comparingLong(QualityCell::seed)
                        .thenComparingInt(cell -> Objects.requireNonNullElse(cell.fold(), 0)))
                .toList();
        Map<Setting, QualityCell> others = tried.stream()
                .filter(cell -> cell.engine().equals(subject.second()))
                .collect(Collectors.toMap(cell -> cell.setting().anywhere(), cell -> cell, (one, again) -> one));
        List<Two> twos = tried.stream()
                .filter(cell -> cell.engine().equals(subject.first()))
                .flatMap(cell ->
                        Stream.ofNullable(others.get(cell.setting().anywhere())).map(other -> new Two(cell, other)))
                .toList();
        twos.forEach(two -> seeds.computeIfAbsent(two.first().seed(), seed -> new ArrayList<>())
                .add(two));
        Stream<String> notShown = parity.stream()
                .filter(report -> !report.holds()
                        && report.task().equals(task.id())
                        && report.model().equals(subject.model())
                        && report.division() == subject.division()
                        && List.of(subject.first(), subject.second()).containsAll(report.engines()))
                .map(report -> "parity was not shown");
        differences = Stream.concat(
                        notShown,
                        twos.stream().flatMap(two -> Settings.differences(two.first(), two.second()).stream()))
                .distinct()
                .toList();
    }

    /** What is to be compared between the engines. */
    static List<PairedRuns> of(
            List<TaskDescriptor> tasks,
            Opponents opponents,
            List<QualityCell> cells,
            List<ParityReport> parity,
            boolean timesCount,
            Machines machines) {
        List<PairedRuns> samples = new ArrayList<>();
        Map<Trained, List<QualityCell>> groups = cells.stream().collect(Collectors.groupingBy(Trained::of));
        for (TaskDescriptor task : tasks) {
            for (Subject subject : subjects(task, opponents, groups.keySet())) {
                QualitySamples own =
                        new QualitySamples(subject, task, groups.getOrDefault(Trained.of(subject), List.of()), parity);
                samples.addAll(own.samples());
                if (timesCount) {
                    own.timesToTarget(machines).ifPresent(samples::add);
                }
            }
        }
        return samples;
    }

    /**
     * An engine against its nudged self, in the figure that the task is judged by; none where no two trainings make a pair.
     *
     * @param of what both have in common, of any seed and fold
     * @param cells trainings of that setting, and controls of them
     */
    static Optional<PairedRuns> control(TaskDescriptor task, Setting of, List<QualityCell> cells) {
        String nudged = of.engine() + "." + ControlArm.NUDGED.json();
        QualitySamples both = new QualitySamples(
                new Subject(task.id(), of.model(), of.protocol(), of.division(), of.engine(), nudged, null),
                task,
                cells.stream()
                        .map(cell -> cell.control() == null ? cell : cell.ofEngine(nudged))
                        .toList(),
                List.of());
        return both.seeds.isEmpty()
                ? Optional.empty()
                : Optional.of(both.sample(both.subject, task.kind().judgedBy(), both::scores));
    }

    /** What is compared by itself. */
    private record Trained(String task, String model, Division division) {
        static Trained of(QualityCell cell) {
            return new Trained(cell.task(), cell.model(), cell.division());
        }

        static Trained of(Subject subject) {
            return new Trained(subject.task(), subject.model(), subject.division());
        }
    }

    private static List<Subject> subjects(TaskDescriptor task, Opponents opponents, Set<Trained> trained) {
        List<Subject> subjects = new ArrayList<>();
        for (String model : task.models()) {
            for (Division division : Division.values()) {
                for (Opponents.Two two : trained.contains(new Trained(task.id(), model, division))
                        ? opponents.pairs()
                        : List.<Opponents.Two>of()) {
                    subjects.add(
                            new Subject(task.id(), model, Protocol.CLEAN, division, two.first(), two.second(), null));
                }
            }
        }
        return subjects;
    }

    private List<PairedRuns> samples() {
        if (seeds.isEmpty()) {
            return List.of();
        }
        if (seeds.values().stream()
                .flatMap(List::stream)
                .anyMatch(two -> two.first().endsAtTarget())) {
            return List.of(); // Scores are near the target by construction: what tells engines apart is when they are.
        }
        if (task.kind() == TaskKind.REGRESSION) {
            return List.of(sample(subject, Metric.MSE, this::scores));
        }
        List<PairedRuns> samples = new ArrayList<>();
        samples.add(sample(subject, Metric.ACCURACY, this::scores));
        samples.add(sample(subject, Metric.MACRO_RECALL, this::scores));
        boolean alike = differences.isEmpty();
        List<RightRows> firsts = alike ? right(true) : List.of();
        List<RightRows> seconds = alike ? right(false) : List.of();
        for (int c = 0; c < task.classes().size(); c++) {
            int label = c;
            samples.add(sample(
                    subject.ofClass(task.classes().get(c)), Metric.RECALL, recall -> recalls(firsts, seconds, label)));
        }
        return samples;
    }

    private PairedRuns sample(Subject of, Metric metric, Function<Metric, PairedRuns.Pairing> pairing) {
        return new PairedRuns(
                of, metric, differences.isEmpty() ? pairing.apply(metric) : new PairedRuns.Unlike(differences));
    }

    private PairedRuns.Pairing scores(Metric metric) {
        List<List<Pair>> folds = whole().stream()
                .map(twos -> twos.stream()
                        .map(two -> two.pair(trained -> Objects.requireNonNull(
                                        trained.metrics().score(metric))
                                .score()))
                        .toList())
                .toList();
        if (!folded()) {
            return new PairedRuns.Pairs(
                    PairedBy.SEED, folds.stream().map(one -> one.get(0)).toList());
        }
        return new PairedRuns.Folds(folds);
    }

    /** The seeds with as many folds as any; one that was interrupted among its folds is of other rows. */
    private List<List<Two>> whole() {
        int most = seeds.values().stream().mapToInt(List::size).max().orElse(0);
        return seeds.values().stream().filter(seed -> seed.size() == most).toList();
    }

    private boolean folded() {
        return seeds.values().stream()
                .flatMap(List::stream)
                .anyMatch(two -> two.first().fold() != null);
    }

    /**
     * How long each training took to its target. None over folds, which have one time each and no margin of their own; none
     * where the scores themselves are not compared.
     */
    private Optional<PairedRuns> timesToTarget(Machines machines) {
        List<Two> twos = seeds.values().stream().flatMap(List::stream).toList();
        long targets = twos.stream()
                .flatMap(
                        two -> Stream.of(two.first().epochScores(), two.second().epochScores()))
                .filter(Objects::nonNull)
                .map(EpochScores::target)
                .distinct()
                .count();
        if (targets != 1 || folded() || !differences.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PairedRuns(
                subject, Metric.TIME_TO_TARGET, machines.apart(twos, Two::first, QualitySamples::times)));
    }

    private static PairedRuns.Pairs times(List<Two> twos) {
        return new PairedRuns.Pairs(
                PairedBy.SEED,
                twos.stream()
                        .map(two -> two.pair(trained -> trained.epochScores() == null
                                ? null
                                : trained.epochScores().timeToTargetS()))
                        .toList());
    }

    private static PairedRuns.Pairing recalls(List<RightRows> firsts, List<RightRows> seconds, int label) {
        int rows = Stream.concat(firsts.stream(), seconds.stream())
                .mapToInt(right -> right.rows(label))
                .max()
                .orElse(0);
        return new PairedRuns.ClassRecall(IntStream.range(0, firsts.size())
                .mapToObj(seed -> new PairedRuns.Answers(
                        rows,
                        firsts.get(seed).of(label, rows),
                        seconds.get(seed).of(label, rows)))
                .toList());
    }

    /** Of each seed what one side had right. */
    private List<RightRows> right(boolean ofFirst) {
        return whole().stream()
                .map(folds -> RightRows.of(
                        folds.stream()
                                .<@Nullable Predictions>map(fold -> fold.of(ofFirst, Outcome.Trained::predictions))
                                .toList(),
                        task.classes().size()))
                .toList();
    }
}
