package io.enginebench.data.declared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.array.Npy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatsTest {
    /** About the lengths at which there is a larger buffer, a file, and more of it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 4_194_303, 4_194_304, 4_194_305, 8_388_608, 9_000_000})
    void asManyComeBackAsWereAddedHeldOrWritten(int count) {
        Floats floats = new Floats("numbers");
        for (int i = 0; i < count; i++) {
            floats.add(i);
        }
        assertEquals(count, floats.count());
        Npy array = floats.take(List.of(count, 1));
        assertEquals(List.of(count, 1), array.shape());
        double[] numbers = array.doubles();
        assertEquals(count, numbers.length);
        for (int i = 0; i < count; i++) {
            if (numbers[i] != i) { // An assertion for each would take a minute.
                assertEquals(i, numbers[i]);
            }
        }
        assertArrayEquals(
                new double[] {count - 1, 0},
                Floats.at(array, new int[] {count - 1, 0}).doubles());
    }

    @Test
    void rowsArePickedInTheOrderWanted() {
        Npy array = Npy.of(List.of(3, 2), new float[] {1, 2, 3, Float.NaN, 5, 6});
        Npy picked = Floats.at(array, new int[] {2, 1, 2});
        assertEquals(List.of(3, 2), picked.shape());
        assertArrayEquals(new double[] {5, 6, 3, Double.NaN, 5, 6}, picked.doubles());
    }
}
