package io.enginebench.report.page;

import io.enginebench.record.cell.QualityCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Which classes are taken for which: a matrix for each engine, summed over folds and seeds. */
final class ConfusionMatrices {
    private ConfusionMatrices() {}

    static List<Block> of(Subject subject, Palette palette) {
        List<Block> matrices = new ArrayList<>();
        if (subject.classification()) {
            for (String engine : subject.engines()) {
                List<QualityCell> cells = subject.measured(engine);
                if (!cells.isEmpty()) {
                    matrices.add(
                            matrix(engine, palette.of(engine), subject.task().classes(), cells));
                }
            }
        }
        return matrices.isEmpty()
                ? List.of()
                : List.of(new Block.Folded(
                        "Confusion matrices (rows: true class, columns: answer, numbers of test rows)",
                        List.of(new Block.Grid(matrices))));
    }

    private static Block.Matrix matrix(String engine, int colour, List<String> classes, List<QualityCell> cells) {
        List<List<Block.Field>> rows = new ArrayList<>();
        for (int truth = 0; truth < classes.size(); truth++) {
            long[] counts = new long[classes.size()];
            long all = 0;
            for (QualityCell cell : cells) {
                List<Integer> row = Objects.requireNonNull(
                                Objects.requireNonNull(cell.metrics()).confusion())
                        .get(truth);
                for (int answer = 0; answer < counts.length; answer++) {
                    counts[answer] += row.get(answer);
                    all += row.get(answer);
                }
            }
            List<Block.Field> fields = new ArrayList<>();
            for (int answer = 0; answer < counts.length; answer++) {
                int shade = all == 0 ? 0 : (int) Math.ceil(10.0 * counts[answer] / all);
                fields.add(new Block.Field(String.format(Locale.ROOT, "%,d", counts[answer]), shade, answer == truth));
            }
            rows.add(fields);
        }
        return new Block.Matrix(
                engine + (cells.size() == 1 ? "" : ", sum of " + cells.size() + " trainings"), colour, classes, rows);
    }
}
