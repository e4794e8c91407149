package io.enginebench.analysis.comparison;

import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TrainingLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What two trainings must have in common before their figures may be compared. */
final class Settings {
    private static final String STARTING_WEIGHTS = "starting weights";
    private static final String DEVICE = "device";

    private Settings() {}

    /** What differs, each as {@code <what> <first> against <second>}; empty if the two may be compared. */
    static List<String> differences(QualityCell first, QualityCell second) {
        List<String> differences = new ArrayList<>();
        Map<String, @Nullable Object> others = parts(second);
        if (!first.engine().equals(second.engine())) {
            others.remove(DEVICE); // Which an engine's name in its campaign stands for.
        }
        if (first.control() != second.control()) {
            others.remove(STARTING_WEIGHTS); // What a nudge is to change.
        }
        parts(first).forEach((what, part) -> {
            Object other = others.get(what);
            if (part != null && other != null && !part.equals(other)) {
                differences.add("%s %s against %s".formatted(what, part, other));
            }
        });
        if (first.outcome() instanceof Outcome.Trained one && second.outcome() instanceof Outcome.Trained other) {
            Predictions answers = one.predictions();
            if (!answers.rows().equals(other.predictions().rows())
                    || !answers.truth().equals(other.predictions().truth())) {
                differences.add("test rows");
            }
        }
        return differences;
    }

    /** By name. A cell that failed saw no rows and left no evidence. */
    private static Map<String, @Nullable Object> parts(QualityCell cell) {
        HyperParameters recipe = cell.hyperParameters();
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("threads", cell.numThreads());
        parts.put(DEVICE, cell.device().replaceFirst(":.*", ""));
        parts.put("epochs", recipe.epochs());
        parts.put("batch", recipe.globalBatchSize());
        parts.put("optimiser", recipe.optimiser().words());
        parts.put("learning rate", recipe.optimiser().learningRate().base());
        parts.put("epsilon", recipe.optimiser().epsilon());
        TrainingLoss loss = recipe.loss();
        parts.put("loss", loss == null ? "the usual one" : loss.words());
        if (cell.outcome() instanceof Outcome.Trained trained) {
            parts.put("end", cell.endsAtTarget() ? "with the epoch that reaches its target" : "with its last epoch");
            parts.put("training rows", recipe.trainSamples());
            parts.put(STARTING_WEIGHTS, trained.evidence().startingWeightsSha256());
            parts.put("batch order", trained.evidence().batchOrderSha256());
        }
        return parts;
    }
}
