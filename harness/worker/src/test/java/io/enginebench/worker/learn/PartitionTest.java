package io.enginebench.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.engines.spi.Rows;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.Split;
import io.enginebench.worker.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionTest {
    @TempDir
    Path folder;

    /** Row i has the target i, so that a target tells which row it came from. */
    private void write(DataFiles files, int rows) throws IOException {
        Path task = Files.createDirectories(folder.resolve("t"));
        float[] targets = new float[rows];
        for (int i = 0; i < rows; i++) {
            targets[i] = i;
        }
        Npy.of(List.of(rows, 1, 1, 1), targets).write(files.x(task));
        Npy.of(List.of(rows), targets).write(files.y(task));
    }

    private static Set<Integer> set(Rows rows) {
        Set<Integer> set = new HashSet<>();
        Arrays.stream(rows.numbers()).forEach(set::add);
        return set;
    }

    @Test
    void testRowsOfAFoldAreNeverTrainedOnAndEveryRowIsTestedOnce() throws IOException {
        write(DataFiles.ALL, 103);
        Set<Integer> tested = new HashSet<>();
        for (int fold = 0; fold < 5; fold++) {
            Partition partition =
                    Partition.of(Specs.regression(new Split.KFold(5), fold, null, Protocol.CLEAN), folder);
            Set<Integer> train = set(partition.train());
            Set<Integer> test = set(partition.test());
            assertEquals(fold < 3 ? 21 : 20, test.size());
            assertEquals(103 - test.size(), train.size());
            assertTrue(test.stream().noneMatch(train::contains));
            assertTrue(test.stream().allMatch(tested::add));
        }
        assertEquals(103, tested.size());
    }

    /** Record (channel, height, width) = (4, 1, 2) with the values 0..7: numpy's reshape(1, 2, 4) has 0, 4 as channel 0. */
    @Test
    void notebookMixesTheImagesOfARecordAsItsReshapeDid() throws IOException {
        Npy.of(List.of(1, 4, 1, 2), new float[] {0, 1, 2, 3, 4, 5, 6, 7}).write(folder.resolve("x.npy"));
        Npy.of(List.of(1), new float[] {1}).write(folder.resolve("y.npy"));
        Rows rows = Rows.read(folder, DataFiles.ALL);
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, rows.values());
        assertArrayEquals(
                new float[] {0, 4, 1, 5, 2, 6, 3, 7}, rows.channelsMixed().values());
    }

    @Test
    void foldsAreShuffledByTheSeed() {
        assertFalse(Arrays.equals(new int[] {0, 1, 2, 3}, Partition.fold(20, 5, 0, 1)));
        assertNotEquals(Arrays.toString(Partition.fold(20, 5, 0, 1)), Arrays.toString(Partition.fold(20, 5, 0, 2)));
    }

    @Test
    void limitDrawsTrainingRowsAndLeavesTheTestSetWhole() throws IOException {
        write(DataFiles.TRAIN, 50);
        write(DataFiles.TEST, 10);
        Partition partition = Partition.of(Specs.regression(new Split.HoldOut(), null, 20, Protocol.CLEAN), folder);
        assertEquals(20, set(partition.train()).size());
        assertEquals(10, partition.test().count());
        assertFalse(set(partition.train()).stream().allMatch(row -> row < 20), "the first rows are no sample");
        assertEquals(partition.train().numbers()[3], (int) partition.train().truth()[3]);
    }

    @Test
    void labelThatIsNoClassOfTheTaskIsRefused() throws IOException {
        write(DataFiles.TRAIN, 4);
        write(DataFiles.TEST, 2);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Partition.of(Specs.classification(List.of(1, 18, 18), 3, 1), folder));
        assertEquals("label of task t must be 0..2, got 3.0", refused.getMessage());
    }
}
