package io.enginebench.report.page.figures;

import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.table.Target;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A figure over the epochs: the training loss; the score on the test rows, where a target had it measured; how fast each was. One epoch has none.
 */
public final class CurveFigure {
    private final RunScope run;
    private final Trainings trainings;

    private CurveFigure(RunScope run, Trainings trainings) {
        this.run = run;
        this.trainings = trainings;
    }

    /** The training loss of each epoch. */
    public static Optional<Block> loss(RunScope run, String id, Trainings trainings) {
        return new CurveFigure(run, trainings)
                .figure(
                        id + "-loss",
                        "Training loss",
                        trainings.task().loss().words() + "; lower is better",
                        "loss",
                        QualityCell::lossPerEpoch,
                        null);
    }

    /** The score after each epoch, with the target as a line; empty without one. */
    public static Optional<Block> score(RunScope run, String id, Trainings trainings) {
        return Target.of(trainings)
                .flatMap(target -> new CurveFigure(run, trainings)
                        .figure(
                                id + "-score",
                                trainings.hasClasses() ? "Accuracy" : "MSE",
                                "on the test rows; %s is better; target %s"
                                        .formatted(trainings.hasClasses() ? "higher" : "lower", target.score()),
                                trainings.scoreName(),
                                cell -> cell.epochScores() == null
                                        ? List.of()
                                        : cell.epochScores().scorePerEpoch(),
                                target));
    }

    /**
     * Rows trained on per second in each epoch, so that a step whose cost changes in the course of a training is seen; empty
     * where trainings shared the machine.
     */
    public static Optional<Block> rate(RunScope run, String id, Trainings trainings) {
        return trainings.timesCount()
                ? new CurveFigure(run, trainings)
                        .figure(
                                id + "-rate",
                                "Training rate: " + trainings.timedTitle(),
                                "samples/s; higher is better",
                                "samples/s",
                                CurveFigure::rates,
                                null)
                : Optional.empty();
    }

    private static List<Double> rates(QualityCell cell) {
        Integer rows = cell.hyperParameters().trainSamples();
        return rows != null && cell.outcome() instanceof Outcome.Trained trained
                ? trained.raw().epochDurationsNs().stream()
                        .map(ns -> rows * 1e9 / ns)
                        .toList()
                : List.of();
    }

    private Optional<Block> figure(
            String id,
            String name,
            String unit,
            String axis,
            Function<QualityCell, List<Double>> values,
            @Nullable Target aim) {
        List<Chart.Series> series = new ArrayList<>();
        Map<String, List<Double>> curves = new LinkedHashMap<>();
        for (String engine : run.inOrder(trainings.engines())) {
            List<Double> curve = curve(trainings.common(engine).stream()
                    .map(values)
                    .filter(one -> aim == null || !one.isEmpty())
                    .toList());
            if (curve.isEmpty()) {
                continue;
            }
            List<Chart.Point> points = new ArrayList<>();
            for (int e = 0; e < curve.size(); e++) {
                String value = Numbers.significant(curve.get(e));
                points.add(new Chart.Point(e + 1, curve.get(e), "%s, epoch %d: %s".formatted(engine, e + 1, value)));
            }
            series.add(run.series(engine, points));
            curves.put(engine, curve);
        }
        int epochs = curves.values().stream().mapToInt(List::size).max().orElse(0);
        if (epochs < 2) {
            return Optional.empty();
        }
        if (aim != null) {
            String text = "target " + aim.score();
            series.add(new Chart.Series(
                    text,
                    Chart.Sign.REFERENCE,
                    Stream.of(1, epochs)
                            .map(epoch -> new Chart.Point(epoch, Double.parseDouble(aim.score()), text))
                            .toList()));
        }
        Sheet sheet = new Sheet().texts("epoch");
        List<Integer> rows = IntStream.range(0, epochs).boxed().toList();
        rows.forEach(e -> sheet.row("" + (e + 1)));
        curves.forEach((engine, curve) -> sheet.engine(
                engine,
                run.palette(),
                rows.stream()
                        .map(e -> Numbers.significant(e < curve.size() ? curve.get(e) : null))
                        .toList()));
        boolean several = trainings.folds() * trainings.seeds() > 1;
        return Optional.of(new Block.Figure(
                id,
                name,
                unit + "; " + (several ? "mean over folds and seeds" : "one training"),
                "%s after each of %d epochs of %s.".formatted(name, epochs, trainings.title()),
                Chart.lines("epoch", axis, series),
                sheet.table(name + " after each epoch")));
    }

    /** For each epoch that all trainings reached, the mean. */
    private static List<Double> curve(List<List<Double>> trainings) {
        int epochs = trainings.stream().mapToInt(List::size).min().orElse(0);
        return IntStream.range(0, epochs)
                .mapToObj(epoch -> Numbers.mean(
                        trainings.stream().map(training -> training.get(epoch)).toList()))
                .toList();
    }
}
