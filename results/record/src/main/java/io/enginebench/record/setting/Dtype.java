package io.enginebench.record.setting;

import io.enginebench.record.json.JsonEnum;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The numbers in which a network answers: its weights and what its operators make. Rows and answers are handed over as 32-bit floats. */
public enum Dtype implements JsonEnum {
    FLOAT32,
    /** IEEE's half precision. */
    FLOAT16,
    /** The upper half of a 32-bit float. */
    BFLOAT16;

    /** What a file says, of which older ones know one only. */
    public static Dtype orFloat32(@Nullable Dtype read) {
        return Objects.requireNonNullElse(read, FLOAT32);
    }

    /** What a file need not say: a value that equals this is left out. */
    public static final class Usual {
        @Override
        public boolean equals(@Nullable Object other) {
            return other == FLOAT32;
        }

        @Override
        public int hashCode() {
            return FLOAT32.hashCode();
        }
    }
}
