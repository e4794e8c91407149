package io.enginebench.report.page;

import io.enginebench.record.cell.QualityCell;
import io.enginebench.report.page.Chart.Axis;
import io.enginebench.report.page.Chart.Point;
import io.enginebench.report.page.Chart.Series;
import io.enginebench.report.table.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A figure over the epochs: the training loss; and the score on the test rows, where a target had it measured. */
final class CurveFigure {
    private final Subject subject;
    private final Palette palette;

    private CurveFigure(Subject subject, Palette palette) {
        this.subject = subject;
        this.palette = palette;
    }

    /** The training loss of each epoch. */
    static Optional<Block> loss(Subject subject, Palette palette) {
        return new CurveFigure(subject, palette)
                .figure(
                        "loss",
                        "Training loss",
                        (subject.classification() ? "cross-entropy" : "squared error, target units")
                                + "; lower is better",
                        QualityCell::lossPerEpoch,
                        null);
    }

    /** The score after each epoch, with the target as a line; empty without one. */
    static Optional<Block> score(Subject subject, Palette palette) {
        return Target.of(subject.cells())
                .flatMap(target -> new CurveFigure(subject, palette)
                        .figure(
                                "score",
                                subject.classification() ? "Accuracy" : "MSE",
                                "on the test rows; %s is better; target %s"
                                        .formatted(subject.classification() ? "higher" : "lower", target.score()),
                                cell -> cell.epochScores() == null
                                        ? List.of()
                                        : cell.epochScores().scorePerEpoch(),
                                target));
    }

    private Optional<Block> figure(
            String id, String name, String unit, Function<QualityCell, List<Double>> values, @Nullable Target aim) {
        List<Series> series = new ArrayList<>();
        List<Block.Column> columns = new ArrayList<>(List.of(Block.Column.text("epoch")));
        List<List<Double>> curves = new ArrayList<>();
        for (String engine : subject.engines()) {
            List<Double> curve = curve(subject.measured(engine).stream()
                    .map(values)
                    .filter(one -> aim == null || !one.isEmpty())
                    .toList());
            if (curve.isEmpty()) {
                continue;
            }
            List<Point> points = new ArrayList<>();
            for (int e = 0; e < curve.size(); e++) {
                points.add(Point.of(
                        e + 1,
                        curve.get(e),
                        "%s, epoch %d: %s".formatted(engine, e + 1, Numbers.significant(curve.get(e)))));
            }
            series.add(new Series(engine, palette.of(engine), points));
            columns.add(Block.Column.engine(engine, palette));
            curves.add(curve);
        }
        int epochs = curves.stream().mapToInt(List::size).max().orElse(0);
        if (epochs == 0) {
            return Optional.empty();
        }
        if (aim != null) {
            String text = "target " + aim.score();
            series.add(new Series(
                    text,
                    -1,
                    Stream.of(1, epochs)
                            .distinct()
                            .map(epoch -> Point.of(epoch, Double.parseDouble(aim.score()), text))
                            .toList()));
        }
        List<List<String>> rows = new ArrayList<>();
        for (int e = 0; e < epochs; e++) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(e + 1)));
            for (List<Double> curve : curves) {
                row.add(Numbers.significant(e < curve.size() ? curve.get(e) : null));
            }
            rows.add(row);
        }
        boolean several = subject.folds() * subject.seeds() > 1;
        return Optional.of(new Block.Figure(
                subject.prefix() + "-" + id,
                name,
                unit + "; " + (several ? "mean over folds and seeds" : "one training"),
                "%s after each of %d epochs of %s.".formatted(name, epochs, subject.title()),
                new Chart(
                        Chart.Kind.LINE,
                        Axis.linear("epoch"),
                        Axis.linear(aim == null ? "loss" : subject.scoreName()),
                        series,
                        null),
                List.of(new Block.DataTable(name + " after each epoch", columns, rows, List.of()))));
    }

    /** For each epoch that all trainings reached, the mean. */
    private static List<Double> curve(List<List<Double>> trainings) {
        int epochs = trainings.stream().mapToInt(List::size).min().orElse(0);
        List<Double> curve = new ArrayList<>();
        for (int e = 0; e < epochs; e++) {
            int epoch = e;
            curve.add(Numbers.mean(
                    trainings.stream().map(training -> training.get(epoch)).toList()));
        }
        return curve;
    }
}
