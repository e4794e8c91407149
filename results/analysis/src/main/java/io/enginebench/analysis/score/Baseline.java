package io.enginebench.analysis.score;

import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;

/** What an answer that ignores the image would score on the same split, so that a reader sees what was learnt. */
public final class Baseline {
    private Baseline() {}

    /**
     * The accuracy of the training rows' most frequent class (the lowest on ties), or the MSE of their mean target.
     *
     * @param train labels or targets trained on
     * @param test labels or targets scored on
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
        double mean = 0;
        for (float target : train) {
            mean += target / (double) train.length;
        }
        double squares = 0;
        for (float target : test) {
            squares += (target - mean) * (target - mean);
        }
        return Metric.MSE.of(squares / test.length);
    }
}
