package io.enginebench.report.page;

import io.enginebench.record.cell.ClassRecall;
import io.enginebench.record.cell.Metrics;
import io.enginebench.record.task.StudyFigures;
import io.enginebench.report.page.Chart.Axis;
import io.enginebench.report.page.Chart.Point;
import io.enginebench.report.page.Chart.Series;
import io.enginebench.report.table.ResultTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recall of each class, engines side by side, the study's beside the study's own rows only. */
final class RecallFigure {
    private RecallFigure() {}

    static Optional<Block> of(Subject subject, Palette palette) {
        if (!subject.classification()) {
            return Optional.empty();
        }
        List<String> classes = subject.task().classes();
        List<Series> series = new ArrayList<>();
        List<Block.Column> columns = new ArrayList<>(List.of(Block.Column.text("class"), Block.Column.number("rows")));
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            rows.add(new ArrayList<>(List.of(classes.get(c), support(subject, c))));
        }
        StudyFigures study = study(subject);
        if (study != null) {
            columns.add(Block.Column.number("study"));
            series.add(series("study", -1, classes, rows, c -> study.recall().get(c)));
        }
        for (String engine : subject.engines()) {
            if (!subject.measured(engine).isEmpty()) {
                columns.add(Block.Column.engine(engine, palette));
                series.add(series(engine, palette.of(engine), classes, rows, c -> recall(subject, engine, c)));
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Block.Figure(
                        subject.prefix() + "-recall",
                        "Recall of each class",
                        "fraction of the class's test rows found; higher is better; axis cut to the values",
                        "Recall of each of " + classes.size() + " classes of " + subject.title() + ".",
                        new Chart(Chart.Kind.INTERVAL, Axis.linear("recall"), Axis.category("", classes), series, null),
                        List.of(new Block.DataTable("Recall of each class", columns, rows, List.of()))));
    }

    private interface OfClass {
        @Nullable
        Double at(int index);
    }

    private static Series series(
            String name, int engine, List<String> classes, List<List<String>> rows, OfClass recalls) {
        List<Point> points = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            Double recall = recalls.at(c);
            rows.get(c).add(Numbers.fixed(recall, 3));
            if (recall != null) {
                points.add(Point.of(recall, c, "%s, %s: %s".formatted(name, classes.get(c), Numbers.fixed(recall, 3))));
            }
        }
        return new Series(name, engine, points);
    }

    private static @Nullable StudyFigures study(Subject subject) {
        return ResultTables.study(subject.result(), subject.task(), subject.model())
                .filter(study -> !study.recall().isEmpty())
                .orElse(null);
    }

    /** The mean over folds and seeds that have rows of the class. */
    private static @Nullable Double recall(Subject subject, String engine, int index) {
        List<Double> recalls = subject.measured(engine).stream()
                .map(cell -> recalls(cell.metrics()).get(index).score())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        return recalls.isEmpty() ? null : Numbers.mean(recalls);
    }

    /** Test rows of a class in all folds of one seed. */
    private static String support(Subject subject, int index) {
        for (String engine : subject.engines()) {
            long seed = subject.cells().get(0).seed();
            int rows = subject.measured(engine).stream()
                    .filter(cell -> cell.seed() == seed)
                    .mapToInt(cell -> recalls(cell.metrics()).get(index).support())
                    .sum();
            if (rows > 0) {
                return Numbers.fixed((double) rows, 0);
            }
        }
        return Numbers.NONE;
    }

    private static List<ClassRecall> recalls(@Nullable Metrics metrics) {
        return Objects.requireNonNull(Objects.requireNonNull(metrics).recall());
    }
}
