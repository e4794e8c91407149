package io.enginebench.data.standins;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.razorvine.pickle.Pickler;

/**
 * A stand-in for the study's {@code navigability.obj}, for where the study's own file cannot be had: as many squares of made-up
 * Mars with a rating of how easily each is crossed. Figures measured on it say nothing about the study's.
 */
public final class SyntheticTerrain {
    /** Squares, as in the study. */
    static final int RECORDS = 849;

    /** Pixels along each side. */
    static final int SIDE = 20;

    /** Metres from one pixel to the next. */
    private static final double METRES = 10;

    /** The part of the squares rated worse than or as badly as 1, 2, 3 and 4. */
    private static final double[] SHARES = {0.24, 0.5, 0.77, 1};

    /** How far a rater's impression strays from the terrain, in standard deviations of the squares' difficulty. */
    private static final double RATER_NOISE = 0.15;

    /** How often a rater then still picks a neighbouring rating. */
    private static final double RATER_SLIPS = 0.05;

    private SyntheticTerrain() {}

    /**
     * Writes a Python pickle (protocol 2) of a list of records {@code [label, id, heights, gradient, elevations,
     * depressions]}: the label an int from 1, very hard to cross, to 4, very easy; the id {@code synthetic-<seed>-<number>};
     * each image a list of 20 rows, from north to south, of 20 floats.
     *
     * <p>Heights are metres over the square's lowest pixel. The gradient is the steepest slope in degrees, by central
     * differences, one-sided at the edges. Elevations and depressions are the metres above and below the plane that fits
     * the square best, 0 where there are none.
     *
     * <p>The rating depends on where the steep ground lies, not only on how much there is: see {@link #difficulty}. Of the
     * squares 24, 26, 27 and 23 in a hundred are rated 1 to 4, then a few ratings slip to a neighbour.
     *
     * <p>The bytes depend on nothing but the seed: no arithmetic is used that a platform may round its own way.
     */
    public static void write(Path navigabilityObj, long seed) throws IOException {
        Chance chance = new Chance(seed);
        List<double[][]> squares = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            squares.add(heights(new MarsRelief(chance, SIDE * METRES)));
        }
        int[] ratings = rate(chance, squares);
        List<Object> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            double[][] heights = squares.get(i);
            double[][] relief = relief(heights);
            records.add(List.of(
                    ratings[i],
                    "synthetic-" + seed + "-" + i,
                    rows(heights),
                    rows(gradient(heights)),
                    rows(positive(relief, 1)),
                    rows(positive(relief, -1))));
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(navigabilityObj))) {
            // Without the memo, which would keep a reference to each of the rows and double the file's opcodes.
            new Pickler(false).dump(records, out);
        }
    }

    /** A number for each pixel. */
    private interface Pixel {
        double at(int row, int column);
    }

    private static double[][] image(Pixel pixel) {
        double[][] image = new double[SIDE][SIDE];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                image[row][column] = pixel.at(row, column);
            }
        }
        return image;
    }

    private static double[][] heights(MarsRelief relief) {
        double[][] heights = image((row, column) -> relief.height((column + 0.5) * METRES, (row + 0.5) * METRES));
        double lowest =
                Arrays.stream(heights).flatMapToDouble(Arrays::stream).min().orElseThrow();
        return image((row, column) -> heights[row][column] - lowest);
    }

    private static double[][] gradient(double[][] heights) {
        return image((row, column) -> {
            int north = Math.max(0, row - 1);
            int south = Math.min(SIDE - 1, row + 1);
            int west = Math.max(0, column - 1);
            int east = Math.min(SIDE - 1, column + 1);
            double perEast = (heights[row][east] - heights[row][west]) / ((east - west) * METRES);
            double perSouth = (heights[south][column] - heights[north][column]) / ((south - north) * METRES);
            return StrictMath.toDegrees(StrictMath.atan(Math.sqrt(perEast * perEast + perSouth * perSouth)));
        });
    }

    /** The heights over the plane that fits them best by least squares. */
    private static double[][] relief(double[][] heights) {
        double middle = (SIDE - 1) / 2.0;
        double sum = 0;
        double eastMoment = 0;
        double southMoment = 0;
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                sum += heights[row][column];
                eastMoment += heights[row][column] * (column - middle);
                southMoment += heights[row][column] * (row - middle);
            }
        }
        // The sum of (column - middle)^2 over the square is SIDE^2 (SIDE^2 - 1) / 12.
        double pixels = SIDE * SIDE;
        double spread = pixels * (pixels - 1) / 12;
        double mean = sum / pixels;
        double perEast = eastMoment / spread;
        double perSouth = southMoment / spread;
        return image(
                (row, column) -> heights[row][column] - mean - perEast * (column - middle) - perSouth * (row - middle));
    }

    /** The positive part of each number times the sign; 0.0 + turns the -0.0 of a maximum into 0.0. */
    private static double[][] positive(double[][] relief, int sign) {
        return image((row, column) -> 0.0 + Math.max(0, sign * relief[row][column]));
    }

    private static List<List<Double>> rows(double[][] image) {
        return Arrays.stream(image)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    private static int[] rate(Chance chance, List<double[][]> squares) {
        double[] difficulty =
                squares.stream().mapToDouble(SyntheticTerrain::difficulty).toArray();
        double mean = 0;
        for (double value : difficulty) {
            mean += value / RECORDS;
        }
        double variance = 0;
        for (double value : difficulty) {
            variance += (value - mean) * (value - mean) / RECORDS;
        }
        double noise = RATER_NOISE * Math.sqrt(variance);
        double[] impression = new double[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            impression[i] = difficulty[i] + chance.bell(noise);
        }
        int[] hardestFirst = IntStream.range(0, RECORDS)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -impression[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ratings = new int[RECORDS];
        int rating = 1;
        for (int place = 0; place < RECORDS; place++) {
            if (place >= SHARES[rating - 1] * RECORDS) {
                rating++;
            }
            int slip = chance.happens(RATER_SLIPS) ? 1 - 2 * chance.below(2) : 0;
            ratings[hardestFirst[place]] = Math.min(4, Math.max(1, rating + slip));
        }
        return ratings;
    }

    /**
     * How hard a square is to cross: the logarithm of the cheapest way from west to east and from north to south, plus half that
     * of the cost at and around the middle. A pixel costs 1 if flat, twice that at 5 degrees or a metre's unevenness, and at
     * most 41, so a steep bank costs little where there is a way round it and much where it runs from side to side.
     */
    private static double difficulty(double[][] heights) {
        double[][] gradient = gradient(heights);
        double[][] cost = image((row, column) -> {
            double slope = gradient[row][column] / 5;
            double uneven = unevenness(heights, row, column);
            return 1 + Math.min(40, slope * slope * slope + uneven * uneven);
        });
        double weighted = 0;
        double weights = 0;
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                double x = (column - 9.5) / 6;
                double y = (row - 9.5) / 6;
                double weight = 1 / (1 + (x * x + y * y) * (x * x + y * y));
                weighted += weight * cost[row][column];
                weights += weight;
            }
        }
        return StrictMath.log(crossing(cost))
                + StrictMath.log(crossing(image((row, column) -> cost[column][row])))
                + 0.5 * StrictMath.log(weighted / weights);
    }

    /** How far a pixel is from the mean of its four neighbours, in metres; an edge is its own neighbour. */
    private static double unevenness(double[][] heights, int row, int column) {
        double around = heights[Math.max(0, row - 1)][column]
                + heights[Math.min(SIDE - 1, row + 1)][column]
                + heights[row][Math.max(0, column - 1)]
                + heights[row][Math.min(SIDE - 1, column + 1)];
        return Math.abs(heights[row][column] - around / 4);
    }

    /** The cost of the cheapest way over neighbouring pixels from the first column to the last. */
    private static double crossing(double[][] cost) {
        double[][] best = image((row, column) -> column == 0 ? cost[row][0] : Double.POSITIVE_INFINITY);
        // Bellman-Ford: sweep until no way can be shortened.
        boolean shortened = true;
        while (shortened) {
            shortened = false;
            for (int row = 0; row < SIDE; row++) {
                for (int column = 1; column < SIDE; column++) {
                    double before = best[row][column - 1];
                    before = Math.min(before, column + 1 < SIDE ? best[row][column + 1] : before);
                    before = Math.min(before, row > 0 ? best[row - 1][column] : before);
                    before = Math.min(before, row + 1 < SIDE ? best[row + 1][column] : before);
                    if (before + cost[row][column] < best[row][column]) {
                        best[row][column] = before + cost[row][column];
                        shortened = true;
                    }
                }
            }
        }
        return Arrays.stream(best).mapToDouble(row -> row[SIDE - 1]).min().orElseThrow();
    }
}
