package io.enginebench.campaign.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static Limits megabytes(Integer number) {
        return new Limits(Duration.ofSeconds(1), number);
    }

    @Test
    void megabytesAreOfTenToTheSixth() {
        assertFalse(megabytes(450).exceededBy(450_000_000));
        assertTrue(megabytes(450).exceededBy(450_000_001));
        assertFalse(megabytes(null).exceededBy(Long.MAX_VALUE));
    }

    /** 450,000,000 bytes are 439,453.1 times 1024; of four times as much memory a JVM takes that for its heap by itself. */
    @Test
    void heapIsKeptWithinTheLimitWhereTheJvmWouldTakeMore() {
        assertEquals(Optional.of("-Xmx439453k"), megabytes(450).heap(24_000_000_000L));
        assertEquals(Optional.of("-Xmx439453k"), megabytes(450).heap(1_800_000_004));
        assertEquals(Optional.empty(), megabytes(450).heap(1_800_000_000));
        assertEquals(Optional.empty(), megabytes(null).heap(24_000_000_000L));
    }
}
