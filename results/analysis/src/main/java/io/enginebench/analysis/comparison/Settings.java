package io.enginebench.analysis.comparison;

import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.task.HyperParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What two trainings must have in common before their figures may be compared. */
public final class Settings {
    private Settings() {}

    /** What differs, each as {@code <what> <first> against <second>}; empty if the two may be compared. */
    public static List<String> differences(QualityCell first, QualityCell second) {
        List<String> differences = new ArrayList<>();
        parts(first).forEach((what, part) -> {
            Object other = parts(second).get(what);
            if (part != null && other != null && !part.equals(other)) {
                differences.add("%s %s against %s".formatted(what, part, other));
            }
        });
        if (first.predictions() != null
                && second.predictions() != null
                && !(first.predictions().rows().equals(second.predictions().rows())
                        && truth(first.predictions()).equals(truth(second.predictions())))) {
            differences.add("test rows");
        }
        return differences;
    }

    /** By name; null is what a cell that failed does not know: it saw no rows and left no evidence. */
    private static Map<String, @Nullable Object> parts(QualityCell cell) {
        HyperParameters recipe = cell.hyperParameters();
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("threads", cell.numThreads());
        parts.put("device", cell.device().replaceFirst(":.*", ""));
        parts.put("epochs", recipe.epochs());
        parts.put("batch", recipe.globalBatchSize());
        parts.put("optimiser", recipe.optName());
        parts.put("learning rate", recipe.optBaseLearningRate());
        parts.put("epsilon", recipe.optEpsilon());
        parts.put("training rows", cell.metrics() == null ? null : recipe.trainSamples());
        parts.put("starting weights", evidence(cell, Evidence::startingWeightsSha256));
        parts.put("batch order", evidence(cell, Evidence::batchOrderSha256));
        return parts;
    }

    private static @Nullable String evidence(QualityCell cell, Function<Evidence, String> part) {
        return cell.evidence() == null ? null : part.apply(cell.evidence());
    }

    private static List<?> truth(Predictions predictions) {
        return predictions instanceof Predictions.Classes classes
                ? classes.labels()
                : ((Predictions.Values) predictions).targets();
    }
}
