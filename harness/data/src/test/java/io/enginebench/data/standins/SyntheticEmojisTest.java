package io.enginebench.data.standins;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyntheticEmojisTest {
    private static final long SEED = 7;
    private static final int CLASSES = 5;
    private static final int PIXELS = 1024;

    /** Written by this program when its output was last changed on purpose; another value breaks comparisons of results. */
    private static final String SHA_256 = "41bafe8d4de0c4a29b0217e8207fc3595af183319d4e61a42ec8c75fc1046bdb";

    @TempDir
    static Path folder;

    private byte[] content = {};
    private List<String> lines = List.of();

    @BeforeAll
    void write() throws IOException {
        content = bytes(SEED);
        lines = Files.readAllLines(folder.resolve("emojis.txt"));
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        assertArrayEquals(content, bytes(SEED));
    }

    @Test
    void theBytesAreThoseOfEveryOtherMachine() {
        assertEquals(SHA_256, Hashes.sha256(content));
    }

    @Test
    void anotherSeedGivesOtherDrawings() throws IOException {
        bytes(SEED + 1);
        List<String> others = Files.readAllLines(folder.resolve("emojis.txt"));

        assertFalse(lines.subList(1, lines.size()).equals(others.subList(1, others.size())));
    }

    @Test
    void theFirstLineSaysThatItIsSynthetic() {
        assertEquals("# synthetic: drawn by enginebench, seed 7", lines.get(0));
    }

    @Test
    void everyKindHas494Drawings() {
        assertEquals(
                "{1=494, 2=494, 3=494, 4=494, 5=494}",
                rows().stream()
                        .collect(Collectors.groupingBy(row -> row[0], TreeMap::new, Collectors.counting()))
                        .toString());
    }

    @Test
    void labelsAreShuffled() {
        // Of 2470 shuffled rows of five equal classes about 2469/5 = 494 have the label of the row before; sorted ones
        // 2465.
        List<int[]> rows = rows();
        int repeated = 0;
        for (int i = 1; i < rows.size(); i++) {
            repeated += rows.get(i)[0] == rows.get(i - 1)[0] ? 1 : 0;
        }
        assertTrue(repeated > 400 && repeated < 600, "" + repeated);
    }

    @Test
    void everyRowIsALabelAnd1024PixelsOfBothValues() {
        for (int[] row : rows()) {
            assertEquals(1 + PIXELS, row.length);
            assertArrayEquals(
                    new int[] {0, 1},
                    Arrays.stream(row, 1, row.length).sorted().distinct().toArray());
        }
    }

    @Test
    void noTwoDrawingsAreTheSame() {
        assertEquals(lines.size(), lines.stream().distinct().count());
    }

    @Test
    void theNearestClassMeanIsAboveChanceAndFarFromPerfect() {
        // Means of the first 1976 rows (four fifths), scored on the other 494; chance is 0.2.
        List<int[]> rows = rows();
        List<int[]> train = rows.subList(0, 1976);
        List<int[]> test = rows.subList(1976, rows.size());
        double[][] means = new double[CLASSES][PIXELS];
        int[] counts = new int[CLASSES];
        for (int[] row : train) {
            counts[row[0] - 1]++;
        }
        for (int[] row : train) {
            for (int i = 0; i < PIXELS; i++) {
                means[row[0] - 1][i] += (double) row[i + 1] / counts[row[0] - 1];
            }
        }
        long correct =
                test.stream().filter(row -> nearest(means, row) == row[0] - 1).count();

        double accuracy = (double) correct / test.size();
        assertTrue(accuracy > 0.4 && accuracy < 0.8, "" + accuracy);
    }

    private static int nearest(double[][] means, int[] row) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int label = 0; label < means.length; label++) {
            double distance = 0;
            for (int i = 0; i < PIXELS; i++) {
                distance += (row[i + 1] - means[label][i]) * (row[i + 1] - means[label][i]);
            }
            if (distance < least) {
                least = distance;
                nearest = label;
            }
        }
        return nearest;
    }

    private List<int[]> rows() {
        return lines.stream()
                .skip(1)
                .map(line -> Arrays.stream(line.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .toList();
    }

    private byte[] bytes(long seed) throws IOException {
        Path file = folder.resolve("emojis.txt");
        SyntheticEmojis.write(file, seed);
        return Files.readAllBytes(file);
    }
}
