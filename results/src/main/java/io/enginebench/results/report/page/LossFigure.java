package io.enginebench.results.report.page;

import io.enginebench.results.cell.QualityCell;
import io.enginebench.results.report.page.Chart.Axis;
import io.enginebench.results.report.page.Chart.Point;
import io.enginebench.results.report.page.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The training loss after each epoch. Accuracy is measured once, at the end, so that there is no curve of it. */
final class LossFigure {
    private LossFigure() {}

    static Optional<Block> of(Subject subject, Palette palette) {
        List<Series> series = new ArrayList<>();
        List<Block.Column> columns = new ArrayList<>(List.of(Block.Column.text("epoch")));
        List<List<Double>> curves = new ArrayList<>();
        for (String engine : subject.engines()) {
            List<Double> curve = curve(subject.measured(engine));
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
        List<List<String>> rows = new ArrayList<>();
        for (int e = 0; e < epochs; e++) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(e + 1)));
            for (List<Double> curve : curves) {
                row.add(Numbers.significant(e < curve.size() ? curve.get(e) : null));
            }
            rows.add(row);
        }
        boolean several = subject.folds() * subject.seeds() > 1;
        String what = several ? "mean over folds and seeds" : "one training";
        return Optional.of(new Block.Figure(
                subject.prefix() + "-loss",
                "Training loss",
                (subject.classification() ? "cross-entropy" : "squared error, target units") + "; lower is better; "
                        + what,
                "Training loss after each of " + epochs + " epochs of " + subject.title() + ".",
                new Chart(Chart.Kind.LINE, Axis.linear("epoch"), Axis.linear("loss"), series, null),
                List.of(new Block.DataTable("Training loss after each epoch", columns, rows, List.of()))));
    }

    /** For each epoch that all cells reached, the mean. */
    private static List<Double> curve(List<QualityCell> cells) {
        int epochs = cells.stream()
                .mapToInt(cell -> cell.lossPerEpoch().size())
                .min()
                .orElse(0);
        List<Double> curve = new ArrayList<>();
        for (int e = 0; e < epochs; e++) {
            int epoch = e;
            curve.add(Numbers.mean(
                    cells.stream().map(cell -> cell.lossPerEpoch().get(epoch)).toList()));
        }
        return curve;
    }
}
