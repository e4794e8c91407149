package io.enginebench.report.page.figures;

import static io.enginebench.report.page.html.Block.Column.number;
import static io.enginebench.report.page.html.Block.Column.text;

import io.enginebench.record.cell.ClassRecall;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Block.Column;
import io.enginebench.report.page.html.Block.DataTable;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Chart.Axis;
import io.enginebench.report.page.html.Chart.Point;
import io.enginebench.report.page.html.Chart.Series;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The recall of each class, engines side by side, the study's beside them where its figures may stand. */
public final class RecallFigure {
    private RecallFigure() {}

    /** The figure of a classification; empty without figures. */
    public static Optional<Block> of(RunScope run, String id, Trainings trainings) {
        if (!trainings.classification()) {
            return Optional.empty();
        }
        List<String> classes = trainings.task().classes();
        List<Series> series = new ArrayList<>();
        List<Column> columns = new ArrayList<>(List.of(text("class"), number("rows")));
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            rows.add(new ArrayList<>(List.of(classes.get(c), support(trainings, c))));
        }
        trainings.study().filter(study -> !study.recall().isEmpty()).ifPresent(study -> {
            columns.add(number("study"));
            series.add(new Series(
                    "study",
                    -1,
                    points("study", classes, rows, c -> study.recall().get(c))));
        });
        for (String engine : trainings.engines()) {
            if (!trainings.measured(engine).isEmpty()) {
                columns.add(Column.engine(engine, run.palette()));
                series.add(run.series(
                        engine,
                        points(
                                engine,
                                classes,
                                rows,
                                c -> trainings.mean(
                                        engine, cell -> recalls(cell).get(c).score()))));
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Block.Figure(
                        id + "-recall",
                        "Recall of each class",
                        "fraction of the class's test rows found; higher is better; axis cut to the values",
                        "Recall of each of " + classes.size() + " classes of " + trainings.title() + ".",
                        new Chart(Chart.Kind.INTERVAL, Axis.linear("recall"), Axis.category("", classes), series),
                        new DataTable("Recall of each class", columns, rows)));
    }

    /** Its points, whose values go into the rows too. */
    private static List<Point> points(
            String name, List<String> classes, List<List<String>> rows, IntFunction<@Nullable Double> recalls) {
        List<Point> points = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            Double recall = recalls.apply(c);
            String text = Numbers.fixed(recall, 3);
            rows.get(c).add(text);
            if (recall != null) {
                points.add(new Point(recall, c, "%s, %s: %s".formatted(name, classes.get(c), text)));
            }
        }
        return points;
    }

    /** Test rows of a class in all folds of one seed. */
    private static String support(Trainings trainings, int index) {
        long seed = trainings.cells().get(0).seed();
        return trainings.engines().stream()
                .map(engine -> trainings.measured(engine).stream()
                        .filter(cell -> cell.seed() == seed)
                        .mapToInt(cell -> recalls(cell).get(index).support())
                        .sum())
                .filter(rows -> rows > 0)
                .map(rows -> Numbers.format("%,d", rows))
                .findFirst()
                .orElse(Numbers.NONE);
    }

    private static List<ClassRecall> recalls(QualityCell cell) {
        return Objects.requireNonNull(Objects.requireNonNull(cell.metrics()).recall());
    }
}
