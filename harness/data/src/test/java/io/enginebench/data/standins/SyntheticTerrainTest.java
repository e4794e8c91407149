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
import java.util.stream.IntStream;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyntheticTerrainTest {
    private static final long SEED = 7;
    private static final int HEIGHTS = 2;
    private static final int GRADIENT = 3;
    private static final int ELEVATIONS = 4;
    private static final int DEPRESSIONS = 5;

    /** Written by this program when its output was last changed on purpose; another value breaks comparisons of results. */
    private static final String SHA_256 = "b9cabf89f1656f5edf2074d183136db35f050ec264346b522cc3c478fc3d94b4";

    @TempDir
    static Path folder;

    private byte[] content = {};
    private List<List<?>> records = List.of();

    @BeforeAll
    void write() throws IOException {
        content = bytes(SEED);
        records = ((List<?>) new Unpickler().loads(content))
                .stream().<List<?>>map(record -> (List<?>) record).toList();
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
    void anotherSeedGivesOtherTerrain() throws IOException {
        Object others = new Unpickler().loads(bytes(SEED + 1));

        assertFalse(records.get(0).get(HEIGHTS).equals(((List<?>) ((List<?>) others).get(0)).get(HEIGHTS)));
    }

    @Test
    void thereAre849RecordsOfALabelAnIdAndFourImagesOf20Rows() {
        assertEquals(849, records.size());
        for (int i = 0; i < records.size(); i++) {
            List<?> record = records.get(i);
            assertEquals(6, record.size());
            assertTrue(record.get(0) instanceof Integer);
            assertEquals("synthetic-7-" + i, record.get(1));
            for (int image = HEIGHTS; image <= DEPRESSIONS; image++) {
                assertEquals(20, ((List<?>) record.get(image)).size());
                for (Object row : (List<?>) record.get(image)) {
                    assertEquals(20, ((List<?>) row).size());
                    assertTrue(((List<?>) row)
                            .stream().allMatch(value -> value instanceof Double number && Double.isFinite(number)));
                }
            }
        }
    }

    @Test
    void theLabelsAre1To4AndNoneIsRarerThan8InAHundred() {
        int[] labels = labels();
        assertArrayEquals(
                new int[] {1, 2, 3, 4},
                Arrays.stream(labels).sorted().distinct().toArray());
        for (int label = 1; label <= 4; label++) {
            int wanted = label;
            long count = Arrays.stream(labels).filter(found -> found == wanted).count();
            assertTrue(count >= 0.08 * labels.length, label + ": " + count);
        }
    }

    @Test
    void noPixelIsBothElevatedAndDepressedAndNeitherIsNegative() {
        for (int number = 0; number < records.size(); number++) {
            double[] up = pixels(number, ELEVATIONS);
            double[] down = pixels(number, DEPRESSIONS);
            for (int i = 0; i < up.length; i++) {
                assertTrue(up[i] >= 0 && down[i] >= 0 && (up[i] == 0 || down[i] == 0), up[i] + " and " + down[i]);
            }
        }
    }

    @Test
    void elevationsAndDepressionsCancelOut() {
        // The residuals of a least squares fit with a constant sum to 0.
        for (int number = 0; number < records.size(); number++) {
            assertEquals(
                    Arrays.stream(pixels(number, ELEVATIONS)).sum(),
                    Arrays.stream(pixels(number, DEPRESSIONS)).sum(),
                    1e-8);
        }
    }

    @Test
    void heightsLessTheirReliefAreAPlane() {
        // On a plane the value at (row, column) is that at (row, 0) plus that at (0, column) less that at (0, 0),
        // evenly spaced.
        for (int number = 0; number < records.size(); number++) {
            double[] heights = pixels(number, HEIGHTS);
            double[] up = pixels(number, ELEVATIONS);
            double[] down = pixels(number, DEPRESSIONS);
            double[] plane = IntStream.range(0, heights.length)
                    .mapToDouble(i -> heights[i] - up[i] + down[i])
                    .toArray();
            for (int i = 0; i < plane.length; i++) {
                double perRow = plane[20] - plane[0];
                double perColumn = plane[1] - plane[0];
                int row = i / 20;
                int column = i % 20;
                assertEquals(plane[0] + row * perRow + column * perColumn, plane[i], 1e-8);
            }
        }
    }

    @Test
    void theGradientIsTheSlopeInDegreesOfPixelsTenMetresApart() {
        // Row 3, column 5: 20 m between the neighbours on either side. Row 0, column 0: 10 m to the only neighbours.
        double[] heights = pixels(0, HEIGHTS);
        double[] gradient = pixels(0, GRADIENT);
        double inside = Math.hypot((heights[66] - heights[64]) / 20, (heights[85] - heights[45]) / 20);
        double corner = Math.hypot((heights[1] - heights[0]) / 10, (heights[20] - heights[0]) / 10);
        assertEquals(Math.toDegrees(Math.atan(inside)), gradient[65], 1e-9);
        assertEquals(Math.toDegrees(Math.atan(corner)), gradient[0], 1e-9);
    }

    @Test
    void theLowestPixelIsTheZeroOfHeights() {
        for (int number = 0; number < records.size(); number++) {
            assertEquals(0.0, Arrays.stream(pixels(number, HEIGHTS)).min().orElseThrow());
        }
    }

    @Test
    void steeperGroundIsRatedHarderButSlopeAloneDoesNotDecide() {
        // A straight line from the mean slope leaves 1 - r^2 of the labels' variance; 0 would be a function of it, 1 no
        // signal.
        double[] slope = IntStream.range(0, records.size())
                .mapToDouble(number -> Arrays.stream(pixels(number, GRADIENT)).sum() / 400)
                .toArray();
        double[] label = Arrays.stream(labels()).asDoubleStream().toArray();
        double correlation = covariance(slope, label) / Math.sqrt(covariance(slope, slope) * covariance(label, label));

        assertTrue(correlation < -0.5 && correlation > -0.9, "" + correlation);
    }

    private static double covariance(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (a[i] - meanA) * (b[i] - meanB))
                .average()
                .orElseThrow();
    }

    private int[] labels() {
        return records.stream().mapToInt(record -> (Integer) record.get(0)).toArray();
    }

    private double[] pixels(int number, int image) {
        return ((List<?>) records.get(number).get(image))
                .stream()
                        .flatMap(row -> ((List<?>) row).stream())
                        .mapToDouble(value -> (Double) value)
                        .toArray();
    }

    private byte[] bytes(long seed) throws IOException {
        Path file = folder.resolve("navigability.obj");
        SyntheticTerrain.write(file, seed);
        return Files.readAllBytes(file);
    }
}
