package io.enginebench.record.verdict;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.enginebench.record.setting.Mode;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison is narrowed to; each part is absent where it does not apply.
 *
 * @param className of a recall
 * @param mode of a speed
 * @param batch rows
 * @param threads of the engine
 */
public record ComparisonScope(
        @JsonProperty("class") @Nullable String className,
        @Nullable Mode mode,
        @Nullable Integer batch,
        @Nullable Integer threads) {
    /** One class. */
    public static ComparisonScope ofClass(String name) {
        return new ComparisonScope(name, null, null, null);
    }

    /** One way to run. */
    public static ComparisonScope ofSpeed(Mode mode, int batch, int threads) {
        return new ComparisonScope(null, mode, batch, threads);
    }
}
