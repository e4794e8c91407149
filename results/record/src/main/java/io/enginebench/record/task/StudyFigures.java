package io.enginebench.record.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the study that the task comes from printed: one unseeded run in Keras.
 *
 * @param protocol how the study trained and scored, in words
 * @param settings the study's network, epochs, training rows and protocol name, to tell whether a run is comparable
 * @param accuracy fraction of test rows, or the mean over folds
 * @param recall per class, in the task's order of classes; empty for a regression
 * @param mse mean squared error, the mean over folds
 */
public record StudyFigures(
        String protocol,
        StudySettings settings,
        @Nullable Double accuracy,
        List<Double> recall,
        @Nullable Double mse) {
    public StudyFigures {
        recall = List.copyOf(recall);
    }

    /** Whether they are of that network. */
    public boolean areOf(String model) {
        return model.equals(settings.model());
    }

    /**
     * The settings that make a run comparable with the study.
     *
     * @param model the network
     * @param protocol {@code clean} or {@code notebook}
     * @param epochs epochs of each fold
     * @param trainSamples training rows; null where the task's folds decide it
     */
    public record StudySettings(
            String model,
            String protocol,
            int epochs,
            @Nullable Integer trainSamples) {}
}
