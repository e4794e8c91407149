package io.enginebench.analysis.score;

import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.util.stream.IntStream;

/** What an answer that ignores the image would score on the same split, so that a reader sees what was learnt. */
public final class Baseline {
    private Baseline() {}

    /**
     * The accuracy of the training rows' most frequent class (the lowest on ties), of those classes that more than half of them have where they may have
     * several, or the MSE of their mean target, of each target by itself where there are several.
     *
     * @param train (row, truth): labels or targets trained on
     * @param test (row, truth): labels or targets scored on
     */
    public static Score of(TaskDescriptor task, float[] train, float[] test) {
        if (task.kind() == TaskKind.CLASSIFICATION) {
            int[] counts = new int[task.outputs()];
            for (float label : train) {
                counts[(int) label]++;
            }
            int majority = 0;
            for (int c = 1; c < counts.length; c++) {
                majority = counts[c] > counts[majority] ? c : majority;
            }
            int hits = 0;
            for (float label : test) {
                hits += label == majority ? 1 : 0;
            }
            return Metric.ACCURACY.of(hits / (double) test.length);
        }
        int width = task.truths();
        int learnt = train.length / width;
        if (task.kind() == TaskKind.MULTI_LABEL) {
            int[] counts = new int[width];
            for (int i = 0; i < train.length; i++) {
                counts[i % width] += train[i] > 0 ? 1 : 0;
            }
            int rows = test.length / width;
            long hits = IntStream.range(0, rows)
                    .filter(row -> IntStream.range(0, width)
                            .allMatch(c -> (test[row * width + c] > 0) == (2 * counts[c] > learnt)))
                    .count();
            return Metric.ACCURACY.of(hits / (double) rows);
        }
        double[] means = new double[width];
        for (int i = 0; i < train.length; i++) {
            means[i % width] += train[i] / (double) learnt;
        }
        double squares = 0;
        for (int i = 0; i < test.length; i++) {
            squares += (test[i] - means[i % width]) * (test[i] - means[i % width]);
        }
        return Metric.MSE.of(squares / test.length);
    }
}
