package io.enginebench.record.setting;

import io.enginebench.record.json.JsonEnum;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How an engine is driven. Both divisions do the same sums on the same rows, so their figures differ in speed alone. */
public enum Division implements JsonEnum {
    /** enginebench's own loop and environment, which use what each engine has for speed. */
    TUNED("tuned", ""),
    /**
     * As DJL's tutorials write it: {@code ArrayDataset}, {@code EasyTrain.trainBatch}, a {@code Trainer} with DJL's own optimiser, a
     * {@code Predictor}; images in NCHW; the process's environment untouched but for the number of threads.
     */
    PLAIN("as DJL's tutorials write it", "-plain");

    private final String words;
    private final String suffix;

    Division(String words, String suffix) {
        this.words = words;
        this.suffix = suffix;
    }

    /** What a file says, of which older ones know one division only. */
    public static Division orTuned(@Nullable Division read) {
        return Objects.requireNonNullElse(read, TUNED);
    }

    /** As a sentence says it. */
    public String words() {
        return words;
    }

    /** What an id has of it; nothing where there was no choice once. */
    public String suffix() {
        return suffix;
    }
}
