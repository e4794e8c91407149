package io.enginebench.analysis.gate;

import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.analysis.verdict.Comparisons;
import io.enginebench.analysis.verdict.Opponents;
import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.verdict.Bounds;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One engine's trainings of a model in two runs, as if they were two engines of one run. Those without a counterpart are {@link
 * MissingCells}.
 */
final class QualityGate {
    private static final String BASELINE = "baseline";
    private static final String CANDIDATE = "candidate";
    private static final double LEVEL = 0.05;

    /**
     * The difference in margins that even one seed shows. Seeds differ by a margin or a few, which rows cannot tell from a change
     * of the program; ten margins are beyond what they do.
     */
    private static final int COLLAPSE = 10;

    private final String engine;
    private final TaskDescriptor task;
    private final String model;
    private final Division division;
    private final List<Two> pairs;

    /** A training in both runs, named as if the runs were engines. */
    private record Two(QualityCell before, QualityCell now) {
        boolean bothDone() {
            return before.status() == CellStatus.OK && now.status() == CellStatus.OK;
        }

        boolean sameAnswers() {
            return bothDone()
                    && before.hyperParameters().equals(now.hyperParameters())
                    && Objects.equals(before.predictions(), now.predictions());
        }
    }

    private QualityGate(String engine, TaskDescriptor task, String model, Division division, List<Two> pairs) {
        this.engine = engine;
        this.task = task;
        this.model = model;
        this.division = division;
        this.pairs = pairs;
    }

    static List<GateRow> rows(
            RunResult baseline,
            RunResult candidate,
            String engine,
            List<String> tasks,
            Map<Metric, Double> margins,
            boolean timesCount) {
        List<GateRow> rows = new ArrayList<>();
        for (TaskDescriptor task : candidate.tasks()) {
            for (String model : tasks.contains(task.id()) ? task.models() : List.<String>of()) {
                Map<Setting, QualityCell> before = cells(baseline, engine, task.id(), model, BASELINE);
                Map<Division, List<Two>> pairs = new EnumMap<>(Division.class);
                cells(candidate, engine, task.id(), model, CANDIDATE).forEach((setting, now) -> {
                    QualityCell was = before.get(setting);
                    if (was != null) {
                        pairs.computeIfAbsent(setting.division(), one -> new ArrayList<>())
                                .add(new Two(was, now));
                    }
                });
                pairs.forEach((division, own) ->
                        rows.addAll(new QualityGate(engine, task, model, division, own).rows(margins, timesCount)));
            }
        }
        return rows;
    }

    /** By what they are given; device and threads, which may not change that, are told apart when they are compared. */
    private static Map<Setting, QualityCell> cells(
            RunResult result, String engine, String task, String model, String side) {
        return result.qualityCells().stream()
                .filter(cell -> cell.engine().equals(engine)
                        && cell.setting().isOf(task, model)
                        && cell.status().tried())
                .map(cell -> cell.ofEngine(side))
                .collect(Collectors.toMap(
                        cell -> cell.setting().anywhere(), cell -> cell, (one, again) -> one, LinkedHashMap::new));
    }

    private List<GateRow> rows(Map<Metric, Double> margins, boolean timesCount) {
        List<GateRow> rows = new ArrayList<>();
        boolean identical = pairs.stream().allMatch(Two::sameAnswers);
        if (identical) {
            rows.add(row(
                    "answers",
                    Outcome.IDENTICAL,
                    "%d trainings gave the same answer to every test row".formatted(pairs.size())));
        }
        List<CellResult> both = pairs.stream()
                .flatMap(two -> Stream.<CellResult>of(two.before(), two.now()))
                .toList();
        List<PairedRuns> samples = CellComparisons.samples(
                        List.of(task), Opponents.eachTwo(List.of(BASELINE, CANDIDATE)), both, List.of(), timesCount)
                .stream()
                // The same answers have the same scores, but perhaps not in the same time.
                .filter(runs -> !identical || runs.metric() == Metric.TIME_TO_TARGET)
                .map(runs -> {
                    Double margin = margins.get(runs.metric());
                    return margin == null ? runs : runs.within(margin);
                })
                .toList();
        List<Comparison> comparisons = Comparisons.of(samples);
        comparisons.forEach(one -> rows.add(row(metric(one), outcome(one), one.text())));
        boolean notebook = pairs.stream()
                .anyMatch(two -> two.before().protocol() == Protocol.NOTEBOOK && two.bothDone() && !two.sameAnswers());
        if (notebook) {
            rows.add(row(
                    "answers notebook", Outcome.INCONCLUSIVE, "they differ, and only the clean protocol is compared"));
        }
        boolean undecided = comparisons.stream()
                .anyMatch(one -> one.metric() == judgedBy()
                        && (one.verdict() == Conclusion.NO_INFERENCE || one.verdict() == Conclusion.INCONCLUSIVE));
        if (undecided && collapsed(margins)) {
            rows.add(row(
                    judgedBy().id(),
                    Outcome.WORSE,
                    String.format(
                            Locale.ROOT,
                            "worse by more than %d margins over the test rows, %.4f in the baseline, %.4f now",
                            COLLAPSE,
                            mean(true),
                            mean(false))));
        }
        return rows;
    }

    private GateRow row(String metric, Outcome outcome, String text) {
        return new GateRow(engine, task.id(), model, metric + Gate.in(division), outcome, text);
    }

    private Metric judgedBy() {
        return task.kind().judgedBy();
    }

    private static String metric(Comparison one) {
        return one.scope() == null || one.scope().className() == null
                ? one.metric().id()
                : one.metric().id() + " " + one.scope().className();
    }

    /** What a task is judged by must be judged; of other figures it need only be said that nothing is known. */
    private Outcome outcome(Comparison one) {
        return switch (one.verdict()) {
            case EQUIVALENT -> Outcome.EQUIVALENT;
            case BETTER -> CANDIDATE.equals(one.better()) ? Outcome.BETTER : Outcome.WORSE;
            case INCONCLUSIVE -> notWorse(one) ? Outcome.NOT_WORSE : Outcome.INCONCLUSIVE;
            case NO_INFERENCE -> one.metric() == judgedBy() ? Outcome.NOT_COMPARED : Outcome.INCONCLUSIVE;
            case INVALID -> one.failed().get(1) > one.failed().get(0) ? Outcome.WORSE : Outcome.NOT_COMPARED;
        };
    }

    /** Whether the 90 % interval, of the baseline minus or over the candidate, ends within the margin on the side of the worse. */
    private static boolean notWorse(Comparison one) {
        Bounds bounds = one.equivalenceInterval();
        if (bounds == null || one.failed().get(1) > 0) {
            return false;
        }
        Margin margin = new Margin(one.unit(), one.margin());
        double most = margin.published(margin.bound());
        double least = margin.published(-margin.bound());
        return one.metric().higherIsBetter()
                ? bounds.upper() != null && bounds.upper() < most
                : bounds.lower() != null && bounds.lower() > least;
    }

    private double mean(boolean ofBaseline) {
        return clean().mapToDouble(two -> Objects.requireNonNull((ofBaseline ? two.before() : two.now()).metrics())
                        .judged()
                        .score())
                .average()
                .orElseThrow();
    }

    private Stream<Two> clean() {
        return pairs.stream().filter(two -> two.before().protocol() == Protocol.CLEAN && two.bothDone());
    }

    /** By the test rows alone, each with both answers: whether the candidate's cost more than the bound allows. */
    private boolean collapsed(Map<Metric, Double> margins) {
        Margin margin = judgedBy().margin();
        double bound = COLLAPSE * Math.max(margin.bound(), given(margins, margin));
        List<Double> excess = new ArrayList<>();
        for (Two two : clean().toList()) {
            double[] before = costs(Objects.requireNonNull(two.before().predictions()));
            double[] now = costs(Objects.requireNonNull(two.now().predictions()));
            for (int i = 0; i < before.length; i++) {
                excess.add(margin.ofRatio() ? now[i] - Math.exp(bound) * before[i] : now[i] - before[i] - bound);
            }
        }
        return excess.size() > 1
                && StudentT.paired(excess.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray())
                                .pAtMost(0)
                        <= LEVEL;
    }

    private double given(Map<Metric, Double> margins, Margin usual) {
        return judgedBy().margin(margins.getOrDefault(judgedBy(), usual.size())).bound();
    }

    /** What each row's answer costs: 1 for a wrong class, the square of an error, of several targets the mean. */
    private static double[] costs(Predictions answers) {
        IntStream positions = IntStream.range(0, answers.rows().size());
        if (!(answers instanceof Predictions.Values values)) {
            return positions.mapToDouble(i -> answers.isRight(i) ? 0 : 1).toArray();
        }
        int width = values.truths();
        return positions
                .mapToDouble(row -> IntStream.range(row * width, (row + 1) * width)
                        .mapToDouble(i -> Math.pow(
                                values.predicted().get(i) - values.targets().get(i), 2))
                        .average()
                        .orElseThrow())
                .toArray();
    }
}
