package io.enginebench.engines.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Without TensorFlow's library: its words are those of its sources, 2.18. */
class PlaceTest {
    @Test
    void cardIsShownAloneAndNotTakenWhole() {
        Place card = new Place(OptionalInt.of(2));
        assertEquals("gpu:2", card.device());
        assertEquals("2", card.config(1).getGpuOptions().getVisibleDeviceList());
        assertTrue(card.config(1).getGpuOptions().getAllowGrowth());
        assertFalse(card.config(1).getAllowSoftPlacement(), "it would take the CPU for what the card cannot do");
        Place cpu = new Place(OptionalInt.empty());
        assertEquals("cpu", cpu.device());
        assertEquals("", cpu.config(1).getGpuOptions().getVisibleDeviceList());
    }

    @Test
    void numberThatNoCardHasIsTold() {
        assertEquals(
                Optional.of("gpu number must be below 1, got 99"),
                Place.unplaced("'visible_device_list' listed an invalid Device id '99' but visible device count is 1"));
    }

    @Test
    void operationWithoutAKernelIsNamed() {
        assertEquals(
                Optional.of("operations must all have a kernel for a GPU in TensorFlow, got none of GatherV2"),
                Place.unplaced("Cannot assign a device for operation GatherV2_17: Could not satisfy explicit device"
                        + " specification '/device:GPU:0' because no supported kernel for GPU devices is available.\n"
                        + "Colocation Debug Info:"));
        assertEquals(Optional.empty(), Place.unplaced("Incompatible shapes: [2] vs. [3]"));
    }
}
