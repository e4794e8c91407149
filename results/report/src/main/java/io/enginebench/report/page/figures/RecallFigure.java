package io.enginebench.report.page.figures;

import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.ClassRecall;
import io.enginebench.record.task.StudyFigures;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recall of each class, engines side by side, the study's beside them where its figures may stand. */
public final class RecallFigure {
    private RecallFigure() {}

    /** The figure of a classification; empty without figures. */
    public static Optional<Block> of(RunScope run, String id, Trainings trainings) {
        if (!trainings.hasClasses()) {
            return Optional.empty();
        }
        List<String> classes = trainings.task().classes();
        List<Chart.Series> series = new ArrayList<>();
        Sheet sheet = new Sheet().texts("class").numbers("rows");
        for (int c = 0; c < classes.size(); c++) {
            sheet.row(classes.get(c), support(trainings, c));
        }
        trainings
                .study()
                .map(StudyFigures::recall)
                .filter(recalls -> !recalls.isEmpty())
                .ifPresent(recalls -> {
                    sheet.numbers("study", texts(recalls));
                    series.add(new Chart.Series("study", Chart.Sign.REFERENCE, points("study", classes, recalls)));
                });
        for (String engine : run.inOrder(trainings.engines())) {
            if (!trainings.measured(engine).isEmpty()) {
                List<@Nullable Double> recalls = new ArrayList<>();
                for (int c = 0; c < classes.size(); c++) {
                    int index = c;
                    recalls.add(trainings.mean(
                            engine, cell -> recalls(cell).get(index).score()));
                }
                sheet.engine(engine, run.palette(), texts(recalls));
                series.add(run.series(engine, points(engine, classes, recalls)));
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Block.Figure(
                        id + "-recall",
                        "Recall of each class",
                        "fraction of the class's test rows found; higher is better; axis cut to the values",
                        "Recall of each of " + classes.size() + " classes of " + trainings.title() + ".",
                        Chart.intervals("recall", false, classes, series, null),
                        sheet.table("Recall of each class")));
    }

    private static List<String> texts(List<@Nullable Double> recalls) {
        return recalls.stream().map(recall -> Numbers.fixed(recall, 3)).toList();
    }

    private static List<Chart.Point> points(String name, List<String> classes, List<@Nullable Double> recalls) {
        List<Chart.Point> points = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            Double recall = recalls.get(c);
            if (recall != null) {
                points.add(new Chart.Point(
                        recall, c, "%s, %s: %s".formatted(name, classes.get(c), Numbers.fixed(recall, 3))));
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
