package io.enginebench.data.standins;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * The ground of one made-up square of Mars: a regional slope, fractal roughness, and here and there craters, dunes, a scarp or
 * a field of rubble. Places are metres east and south of the north-west corner, heights metres.
 */
final class MarsRelief {
    private final Chance chance;
    private final double side;
    private final double boldness;
    private final List<DoubleBinaryOperator> parts = new ArrayList<>();

    /**
     * New ground.
     *
     * @param side of the square, in metres
     */
    MarsRelief(Chance chance, double side) {
        this.chance = chance;
        this.side = side;
        boldness = logUniform(0.1, 1.8);
        slope();
        parts.add(noise(180, 420, logUniform(0.004, 0.03), 1));
        parts.add(noise(22, 200, logUniform(0.0015, 0.006), chance.between(0.75, 1.0)));
        if (chance.happens(0.3)) {
            rubble();
        }
        if (chance.happens(0.55)) {
            dunes();
        }
        if (chance.happens(0.3)) {
            scarp();
        }
        craters();
    }

    /** The height at a place, over an arbitrary zero. */
    double height(double east, double south) {
        return boldness * sum(parts, east, south);
    }

    private static double sum(List<DoubleBinaryOperator> parts, double east, double south) {
        double sum = 0;
        for (DoubleBinaryOperator part : parts) {
            sum += part.applyAsDouble(east, south);
        }
        return sum;
    }

    private void slope() {
        double direction = chance.angle();
        double steepness = chance.between(0, 0.08);
        double perEast = steepness * StrictMath.cos(direction);
        double perSouth = steepness * StrictMath.sin(direction);
        parts.add((east, south) -> perEast * east + perSouth * south);
    }

    /**
     * A fractal surface as a sum of plane waves.
     *
     * @param shortest wave in metres
     * @param longest wave in metres
     * @param roughness the amplitude of a wave for each metre of its length, at 200 m
     * @param hurst how fast short waves grow lower; 1 keeps the shape the same at each scale
     */
    private DoubleBinaryOperator noise(double shortest, double longest, double roughness, double hurst) {
        List<DoubleBinaryOperator> waves = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double length = logUniform(shortest, longest);
            double direction = chance.angle();
            double perEast = 2 * Math.PI / length * StrictMath.cos(direction);
            double perSouth = 2 * Math.PI / length * StrictMath.sin(direction);
            double phase = chance.angle();
            double amplitude = roughness * 200 * StrictMath.pow(length / 200, hurst) * chance.between(0.4, 1.2) / 3;
            waves.add((east, south) -> amplitude * StrictMath.sin(perEast * east + perSouth * south + phase));
        }
        return (east, south) -> sum(waves, east, south);
    }

    /** Short-waved roughness on a part of the square. */
    private void rubble() {
        DoubleBinaryOperator rough = noise(22, 90, chance.between(0.02, 0.05), chance.between(0.4, 0.7));
        DoubleBinaryOperator where = blob(chance.between(25, 80));
        parts.add((east, south) -> where.applyAsDouble(east, south) * rough.applyAsDouble(east, south) / 2);
    }

    /** Ridges across the wind that bend a little, steeper on the lee side, over the whole square or a part of it. */
    private void dunes() {
        double length = chance.between(45, 90);
        double height = length * chance.between(0.008, 0.055);
        double direction = chance.angle();
        double cos = StrictMath.cos(direction);
        double sin = StrictMath.sin(direction);
        double phase = chance.angle();
        double bend = chance.between(0.3, 1.4);
        double bendLength = chance.between(120, 260);
        DoubleBinaryOperator where = chance.happens(0.4) ? (east, south) -> 1 : blob(chance.between(45, 90));
        parts.add((east, south) -> {
            double along = cos * east + sin * south;
            double across = cos * south - sin * east;
            double t = 2 * Math.PI * along / length
                    + bend * StrictMath.sin(2 * Math.PI * across / bendLength + phase)
                    + phase;
            double ridge = StrictMath.sin(t + 0.5 * StrictMath.sin(t));
            return where.applyAsDouble(east, south) * height / 2 * ridge;
        });
    }

    /** A step in the ground along a bent line. */
    private void scarp() {
        double direction = chance.angle();
        double cos = StrictMath.cos(direction);
        double sin = StrictMath.sin(direction);
        double distance = chance.between(-0.5, 0.5) * side;
        double height = logUniform(3, 12);
        double width = chance.between(6, 11);
        double bend = chance.between(0, 18);
        double bendLength = chance.between(80, 250);
        double phase = chance.angle();
        parts.add((east, south) -> {
            double x = east - side / 2;
            double y = south - side / 2;
            double along = cos * y - sin * x;
            double across =
                    cos * x + sin * y - distance + bend * StrictMath.sin(2 * Math.PI * along / bendLength + phase);
            return height / 2 * StrictMath.tanh(across / width);
        });
    }

    /** Bowls with raised rims: as many of at least a diameter as its inverse square, most of them worn. */
    private void craters() {
        int count = chance.happens(0.35) ? 0 : 1 + chance.below(4);
        for (int i = 0; i < count; i++) {
            double radius = Math.min(0.4 * side, 14 / StrictMath.sqrt(chance.between(0.03, 1)));
            double fresh = chance.between(0.2, 1);
            double depth = 0.36 * radius * fresh;
            double rim = 0.07 * radius * fresh;
            double x = chance.between(-0.15, 1.15) * side;
            double y = chance.between(-0.15, 1.15) * side;
            parts.add((east, south) -> {
                double distance2 = ((east - x) * (east - x) + (south - y) * (south - y)) / (radius * radius);
                return distance2 < 1 ? rim - depth * (1 - distance2) : rim / (distance2 * StrictMath.sqrt(distance2));
            });
        }
    }

    /** Near 1 around a place in the square and near 0 beyond that many metres. */
    private DoubleBinaryOperator blob(double radius) {
        double x = chance.between(0, side);
        double y = chance.between(0, side);
        double stretch = chance.between(0.7, 1.4);
        return (east, south) -> {
            double dx = (east - x) * stretch;
            double dy = (south - y) / stretch;
            return 1 / (1 + StrictMath.exp((StrictMath.sqrt(dx * dx + dy * dy) - radius) / 7));
        };
    }

    private double logUniform(double low, double high) {
        return low * StrictMath.pow(high / low, chance.between(0, 1));
    }
}
