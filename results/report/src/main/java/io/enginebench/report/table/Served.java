package io.enginebench.report.table;

import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.Predictions;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What came of weights that one engine learnt and another answered with.
 *
 * @param rows test rows, of all trainings
 * @param own mean of the trainers' own figures
 * @param there mean of the figures where the other answers
 * @param change the number of rows that get another class, or the largest difference between two answers to one row
 */
public record Served(long rows, double own, double there, double change) {
    /** Of those trainings whose weights were served; empty if none were. */
    public static Optional<Served> of(List<QualityCell> trained, List<CrossCell> crosses) {
        List<Double> own = new ArrayList<>();
        List<Double> there = new ArrayList<>();
        long rows = 0;
        double change = 0;
        for (QualityCell one : trained) {
            for (CrossCell cross : crosses) {
                if (cross.trainedCell().equals(one.id())
                        && cross.metrics() != null
                        && cross.predictions() != null
                        && one.predictions() != null) {
                    own.add(Trainings.score(one));
                    there.add(cross.metrics().judged().score());
                    rows += one.predictions().rows().size();
                    change = one.predictions() instanceof Predictions.Values
                            ? Math.max(change, distance(one.predictions(), cross.predictions()))
                            : change + distance(one.predictions(), cross.predictions());
                }
            }
        }
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(new Served(rows, Numbers.mean(own), Numbers.mean(there), change));
    }

    /** Rows with another class, or the largest difference between two numbers. */
    private static double distance(Predictions one, Predictions other) {
        if (one instanceof Predictions.Values a && other instanceof Predictions.Values b) {
            return IntStream.range(
                            0, Math.min(a.predicted().size(), b.predicted().size()))
                    .mapToDouble(
                            i -> Math.abs(a.predicted().get(i) - b.predicted().get(i)))
                    .max()
                    .orElse(0);
        }
        return IntStream.range(0, Math.min(one.rows().size(), other.rows().size()))
                .filter(i -> !one.answerAt(i).equals(other.answerAt(i)))
                .count();
    }
}
