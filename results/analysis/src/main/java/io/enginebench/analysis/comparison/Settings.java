package io.enginebench.analysis.comparison;

import io.enginebench.record.cell.Evidence;
import io.enginebench.record.cell.Predictions;
import io.enginebench.record.cell.QualityCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What two trainings must have in common before their figures may be compared. */
public final class Settings {
    private Settings() {}

    /** What differs, each as {@code <what> <first> against <second>}; empty if the two may be compared. */
    public static List<String> differences(QualityCell first, QualityCell second) {
        List<String> differences = new ArrayList<>();
        compare("threads", first.numThreads(), second.numThreads(), differences);
        compare("device", kind(first.device()), kind(second.device()), differences);
        compare(
                "epochs",
                first.hyperParameters().epochs(),
                second.hyperParameters().epochs(),
                differences);
        compare(
                "batch",
                first.hyperParameters().globalBatchSize(),
                second.hyperParameters().globalBatchSize(),
                differences);
        compare(
                "optimiser",
                first.hyperParameters().optName(),
                second.hyperParameters().optName(),
                differences);
        compare(
                "learning rate",
                first.hyperParameters().optBaseLearningRate(),
                second.hyperParameters().optBaseLearningRate(),
                differences);
        compare(
                "epsilon",
                first.hyperParameters().optEpsilon(),
                second.hyperParameters().optEpsilon(),
                differences);
        // A cell that failed does not know how many rows there were, and left no evidence.
        compareKnown("training rows", rows(first), rows(second), differences);
        compareKnown(
                "starting weights",
                evidence(first, Evidence::startingWeightsSha256),
                evidence(second, Evidence::startingWeightsSha256),
                differences);
        compareKnown(
                "batch order",
                evidence(first, Evidence::batchOrderSha256),
                evidence(second, Evidence::batchOrderSha256),
                differences);
        if (first.predictions() != null
                && second.predictions() != null
                && !(first.predictions().rows().equals(second.predictions().rows())
                        && truth(first.predictions()).equals(truth(second.predictions())))) {
            differences.add("test rows");
        }
        return differences;
    }

    private static String kind(String device) {
        return device.replaceFirst(":.*", "");
    }

    private static @Nullable Integer rows(QualityCell cell) {
        return cell.metrics() == null ? null : cell.hyperParameters().trainSamples();
    }

    private static @Nullable String evidence(QualityCell cell, Function<Evidence, String> part) {
        return cell.evidence() == null ? null : part.apply(cell.evidence());
    }

    private static List<?> truth(Predictions predictions) {
        return predictions instanceof Predictions.Classes classes
                ? classes.labels()
                : ((Predictions.Values) predictions).targets();
    }

    private static void compareKnown(
            String what, @Nullable Object first, @Nullable Object second, List<String> differences) {
        if (first != null && second != null) {
            compare(what, first, second, differences);
        }
    }

    private static void compare(String what, Object first, Object second, List<String> differences) {
        if (!Objects.equals(first, second)) {
            differences.add("%s %s against %s".formatted(what, first, second));
        }
    }
}
