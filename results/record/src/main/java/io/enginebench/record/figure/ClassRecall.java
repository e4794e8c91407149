package io.enginebench.record.figure;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.enginebench.record.metric.Metric;
import org.jspecify.annotations.Nullable;

/**
 * The recall of one class.
 *
 * @param name the class
 * @param score true positives / rows of the class; null where the test set has no row of the class
 * @param unit {@code fraction}
 * @param higherIsBetter true
 * @param support rows of the class in the test set
 */
public record ClassRecall(
        @JsonProperty("class") String name, @Nullable Double score, String unit, boolean higherIsBetter, int support) {
    /** The recall of a class with {@code hits} of {@code support} rows found. */
    public static ClassRecall of(String name, int hits, int support) {
        return new ClassRecall(
                name,
                support == 0 ? null : hits / (double) support,
                Metric.RECALL.unit(),
                Metric.RECALL.higherIsBetter(),
                support);
    }
}
