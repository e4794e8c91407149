package io.enginebench.engines.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SubnormalsTest {
    /** Read at run time, so that no compiler works the product out. */
    private volatile float half = 0.5f;

    private float subnormal() {
        return Float.MIN_NORMAL * half;
    }

    @Test
    void subnormalNumbersAreZeroWhileOpenAndNotAfterwards() {
        float usual = subnormal();
        float flushed;
        try (Subnormals open = new Subnormals(true)) {
            flushed = subnormal();
        }
        assertEquals(Float.MIN_NORMAL / 2, usual);
        assertEquals(0, flushed);
        assertEquals(usual, subnormal());
        try (Subnormals open = new Subnormals(false)) {
            assertEquals(usual, subnormal());
        }
    }
}
