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
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.Missing;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.Scaling;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.worker.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    /**
     * scikit-learn 1.2's {@code StratifiedKFold} numbers classes as they first appear, here 0, 1, 2, and gives fold i of each class {@code
     * np.bincount(np.sort(y)[i::n_splits])} rows. Of 7 rows of class 0, 5 of class 1 and 3 of class 2 in 4 folds, 000000011111222, fold 0
     * has the places 0, 4, 8, 12, and so on; NumPy 2.4 gives the counts below.
     */
    @Test
    void foldsByClassHaveOfEachWhatScikitLearnsHave() {
        float[] labels = {0, 1, 2, 0, 1, 0, 0, 2, 1, 0, 1, 0, 2, 0, 1};
        List<List<Integer>> expected = List.of(List.of(2, 1, 1), List.of(2, 1, 1), List.of(2, 1, 1), List.of(1, 2, 0));
        Set<Integer> tested = new HashSet<>();
        for (int fold = 0; fold < 4; fold++) {
            int[] rows = Partition.dealtFold(labels, 4, fold, 1);
            Integer[] counts = {0, 0, 0};
            for (int row : rows) {
                counts[(int) labels[row]]++;
                assertTrue(tested.add(row));
            }
            assertEquals(expected.get(fold), List.of(counts));
        }
        assertEquals(15, tested.size());
        assertNotEquals(
                Arrays.toString(Partition.dealtFold(labels, 4, 0, 1)),
                Arrays.toString(Partition.dealtFold(labels, 4, 0, 2)));
    }

    /**
     * scikit-learn's {@code GroupKFold} takes groups by their sizes, here 4, 3, 3, 2, 1, and gives each to the fold with the fewest rows, which
     * makes 4, 3+2 and 3+1 of 13 in 3 folds.
     */
    @Test
    void foldsByGroupsAreWholeGroupsOfAsManyRowsAsScikitLearnsHave() throws IOException {
        int[] groups = {2, 0, 0, 1, 1, 2, 0, 3, 4, 3, 1, 0, 2};
        write(DataFiles.ALL, groups.length);
        Npy.of(groups).write(DataFiles.ALL.groups(folder.resolve("t")));
        Set<Integer> tested = new HashSet<>();
        List<Integer> sizes = new ArrayList<>();
        for (int fold = 0; fold < 3; fold++) {
            Partition partition = Partition.of(
                    Specs.regression(new Split.KFold(3, null, "patient"), fold, null, Protocol.CLEAN), folder);
            Set<Integer> test = set(partition.test());
            Set<Integer> of = new HashSet<>();
            test.forEach(row -> of.add(groups[row]));
            assertTrue(set(partition.train()).stream().noneMatch(row -> of.contains(groups[row])), "whole groups");
            assertEquals(groups.length, partition.train().count() + test.size());
            assertTrue(test.stream().allMatch(tested::add));
            sizes.add(test.size());
        }
        assertEquals(List.of(4, 5, 4), sizes);
        Set<String> draws = new HashSet<>();
        for (int seed = 1; seed <= 20; seed++) {
            draws.add(Arrays.toString(Partition.groupedFold(Npy.of(groups), 3, 1, seed)));
        }
        assertEquals(2, draws.size(), "groups of one size change places from seed to seed");
    }

    /** Fixed before there were folds by class: the draws of older results. */
    @Test
    void foldsWithoutClassesAreThoseOfEarlierResults() {
        assertEquals("[3, 11, 13, 17]", Arrays.toString(Partition.fold(20, 5, 0, 1)));
    }

    private static QualitySpec scaled(Scaling scaling, @Nullable Missing missing, int fold) {
        QualitySpec spec = Specs.regression(new Split.KFold(2), fold, null, Protocol.CLEAN);
        TaskDescriptor task = spec.task();
        return new QualitySpec(
                new TaskDescriptor(
                        task.id(),
                        task.title(),
                        task.kind(),
                        new OwnData.Csv("t.csv", null, null, List.of("y"), null, null, null, null, missing, null),
                        List.of("mlp"),
                        List.of(3),
                        null,
                        1,
                        List.of(),
                        task.split(),
                        scaling,
                        task.hyperParameters(),
                        null),
                spec.setting(),
                spec.hyperParameters(),
                null);
    }

    /** Row i is (i * i, 5, i), of which rows 0 to 9; column 2 lacks a number in rows 3 and 4. */
    private void writeTable() throws IOException {
        Path task = Files.createDirectories(folder.resolve("t"));
        float[] x = new float[30];
        float[] y = new float[10];
        for (int i = 0; i < 10; i++) {
            x[3 * i] = i * i;
            x[3 * i + 1] = 5;
            x[3 * i + 2] = i == 3 || i == 4 ? Float.NaN : i;
            y[i] = i;
        }
        Npy.of(List.of(10, 3), x).write(DataFiles.ALL.x(task));
        Npy.of(List.of(10), y).write(DataFiles.ALL.y(task));
    }

    /** The formulas of scikit-learn's StandardScaler and MinMaxScaler in doubles, on the rows that are trained on alone. */
    @Test
    void scalingIsOfTheTrainingRowsOfTheFoldAlone() throws IOException {
        writeTable();
        for (int fold = 0; fold < 2; fold++) {
            Partition plain = Partition.of(scaled(Scaling.NONE, new Missing(0.0), fold), folder);
            double[] squares = Arrays.stream(plain.train().numbers())
                    .mapToDouble(i -> i * i)
                    .toArray();
            double mean = Arrays.stream(squares).average().orElseThrow();
            double deviation = Math.sqrt(Arrays.stream(squares)
                    .map(x -> (x - mean) * (x - mean))
                    .average()
                    .orElseThrow());
            double least = Arrays.stream(squares).min().orElseThrow();
            double most = Arrays.stream(squares).max().orElseThrow();
            Partition standard = Partition.of(scaled(Scaling.STANDARD, new Missing(null), fold), folder);
            Partition minMax = Partition.of(scaled(Scaling.MIN_MAX, new Missing(null), fold), folder);
            for (boolean ofTest : List.of(false, true)) {
                int[] numbers = (ofTest ? plain.test() : plain.train()).numbers();
                float[] one = (ofTest ? standard.test() : standard.train()).values();
                float[] other = (ofTest ? minMax.test() : minMax.train()).values();
                for (int i = 0; i < numbers.length; i++) {
                    double x = numbers[i] * numbers[i];
                    assertEquals((x - mean) / deviation, one[3 * i], 1e-6);
                    assertEquals((x - least) / (most - least), other[3 * i], 1e-6);
                    assertEquals(0, one[3 * i + 1], "a column of one number");
                    assertEquals(0, other[3 * i + 1], "a column of one number");
                }
            }
        }
    }

    @Test
    void missingNumbersAreTheMeanOfTheTrainingRowsOfTheFold() throws IOException {
        writeTable();
        Set<Float> filled = new HashSet<>();
        for (int fold = 0; fold < 2; fold++) {
            Partition partition = Partition.of(scaled(Scaling.NONE, new Missing(null), fold), folder);
            float mean = (float) Arrays.stream(partition.train().numbers())
                    .filter(i -> i != 3 && i != 4)
                    .average()
                    .orElseThrow();
            filled.add(mean);
            for (Rows rows : List.of(partition.train(), partition.test())) {
                int[] numbers = rows.numbers();
                for (int i = 0; i < numbers.length; i++) {
                    float expected = numbers[i] == 3 || numbers[i] == 4 ? mean : numbers[i];
                    assertEquals(expected, rows.values()[3 * i + 2], 1e-6f);
                }
            }
        }
        assertEquals(2, filled.size(), "the folds must have different means for this to show anything");
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
