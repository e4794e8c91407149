package io.enginebench.report.page.figures;

import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.task.TaskKind;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which classes are taken for which: a matrix for each engine, summed over the folds and seeds that all have. */
public final class ConfusionMatrices {
    private ConfusionMatrices() {}

    /** The matrices, folded away; empty without figures, and where a row has not one class. */
    public static Optional<Block> of(RunScope run, Trainings trainings) {
        List<Block> matrices = new ArrayList<>();
        if (trainings.task().kind() == TaskKind.CLASSIFICATION) {
            for (String engine : run.inOrder(trainings.engines())) {
                List<QualityCell> cells = trainings.common(engine);
                if (!cells.isEmpty()) {
                    matrices.add(new Block.Matrix(
                            engine + (cells.size() == 1 ? "" : ", sum of " + cells.size() + " trainings"),
                            run.palette().of(engine),
                            "true \\ answer",
                            trainings.task().classes(),
                            trainings.task().classes(),
                            rows(trainings.task().classes().size(), cells)));
                }
            }
        }
        return matrices.isEmpty()
                ? Optional.empty()
                : Optional.of(new Block.Folded(
                        "Confusion matrices (rows: true class, columns: answer, numbers of test rows)",
                        List.of(new Block.Group(true, matrices))));
    }

    private static List<List<Block.Field>> rows(int classes, List<QualityCell> cells) {
        List<List<Block.Field>> rows = new ArrayList<>();
        for (int truth = 0; truth < classes; truth++) {
            long[] counts = new long[classes];
            for (QualityCell cell : cells) {
                List<Integer> row = Objects.requireNonNull(
                                Objects.requireNonNull(cell.metrics()).confusion())
                        .get(truth);
                Arrays.setAll(counts, answer -> counts[answer] + row.get(answer));
            }
            long all = Arrays.stream(counts).sum();
            List<Block.Field> fields = new ArrayList<>();
            for (int answer = 0; answer < classes; answer++) {
                // The share of the true class in tenths, rounded up.
                int shade = all == 0 ? 0 : (int) Math.ceil(10.0 * counts[answer] / all);
                fields.add(new Block.Field(Numbers.format("%,d", counts[answer]), shade, answer == truth, null));
            }
            rows.add(fields);
        }
        return rows;
    }
}
