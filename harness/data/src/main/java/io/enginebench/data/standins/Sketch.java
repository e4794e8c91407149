package io.enginebench.data.standins;

import java.util.Arrays;

/**
 * One small binary drawing by an unsteady hand. The caller draws in the figure's own coordinates, x to the right and y down,
 * with the figure within about 1 of the origin; this hand's size, tilt, place, pen and carelessness are drawn once for the
 * whole sketch.
 *
 * <p>The rasteriser is its own, not Java2D's, which is free to differ between releases: a pixel is inked if its centre is
 * within half the pen's width of the stroke, in exact arithmetic and {@link StrictMath}.
 */
final class Sketch {
    /** Pixels along each side. */
    static final int SIDE = 32;

    private static final int SAMPLES_PER_SPAN = 8;

    private final Chance chance;
    private final boolean[] ink = new boolean[SIDE * SIDE];
    private final double carelessness;
    private final double gaps;
    private final double pen;
    private final double xFromX;
    private final double xFromY;
    private final double yFromX;
    private final double yFromY;
    private final double x0;
    private final double y0;

    /** An empty sketch by a new hand. */
    Sketch(Chance chance) {
        this.chance = chance;
        carelessness = chance.happens(0.12) ? chance.between(0.045, 0.08) : chance.between(0.01, 0.04);
        gaps = chance.happens(0.2) ? 0.3 : 0.03;
        pen = chance.between(1.05, 1.9);
        double size = chance.between(11, 15);
        double width = size * (1 + chance.bell(0.08));
        double height = size * (1 + chance.bell(0.08));
        double tilt = chance.bell(chance.happens(0.1) ? 0.25 : 0.1);
        double slant = chance.bell(0.05);
        double cos = StrictMath.cos(tilt);
        double sin = StrictMath.sin(tilt);
        xFromX = width * cos;
        xFromY = height * (slant * cos - sin);
        yFromX = width * sin;
        yFromY = height * (slant * sin + cos);
        double freedom = Math.max(0.4, (SIDE / 2.0 - size) / 2.5);
        x0 = SIDE / 2.0 + chance.bell(freedom);
        y0 = SIDE / 2.0 + chance.bell(freedom);
    }

    /**
     * A smooth pen stroke near the points, perhaps with a gap.
     *
     * @param points x and y by turns, two points or more
     */
    void stroke(double... points) {
        draw(carelessness, points);
    }

    /**
     * A part of an ellipse.
     *
     * @param from radians, 0 to the right, clockwise as y points down
     * @param to radians; a full turn from {@code from} closes the ellipse, or nearly
     */
    void arc(double x, double y, double xRadius, double yRadius, double from, double to) {
        int spans = Math.max(3, (int) Math.ceil(Math.abs(to - from) / (Math.PI / 4)));
        double[] points = new double[2 * (spans + 1)];
        for (int i = 0; i <= spans; i++) {
            double angle = from + (to - from) * i / spans;
            points[2 * i] = x + xRadius * StrictMath.cos(angle);
            points[2 * i + 1] = y + yRadius * StrictMath.sin(angle);
        }
        // A small ring shakes less than a large one.
        draw(Math.min(carelessness, 0.3 * Math.max(xRadius, yRadius)), points);
    }

    /** A closed ellipse whose ends may miss each other. */
    void ring(double x, double y, double xRadius, double yRadius) {
        double from = chance.angle();
        arc(x, y, xRadius, yRadius, from, from + 2 * Math.PI * (1 + chance.bell(0.03)));
    }

    /** A filled dot. */
    void dot(double x, double y, double radius) {
        double px = x + chance.bell(carelessness);
        double py = y + chance.bell(carelessness);
        double pixels = Math.max(0.75, radius * StrictMath.sqrt(xFromX * yFromY - xFromY * yFromX));
        segment(toX(px, py), toY(px, py), toX(px, py), toY(px, py), pixels);
    }

    /** Row by row from the top, true where there is ink. */
    boolean[] ink() {
        return Arrays.copyOf(ink, ink.length);
    }

    private void draw(double shake, double[] points) {
        int count = points.length / 2;
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            double px = points[2 * i] + chance.bell(shake);
            double py = points[2 * i + 1] + chance.bell(shake);
            x[i] = toX(px, py);
            y[i] = toY(px, py);
        }
        double radius = pen * chance.between(0.85, 1.15) / 2;
        int steps = (count - 1) * SAMPLES_PER_SPAN;
        int gapLength = chance.happens(gaps) ? (int) (steps * chance.between(0.08, 0.25)) : 0;
        int gapStart = chance.below(steps);
        for (int step = 0; step < steps; step++) {
            if (step >= gapStart && step < gapStart + gapLength) {
                continue;
            }
            double from = (double) step / SAMPLES_PER_SPAN;
            double to = (double) (step + 1) / SAMPLES_PER_SPAN;
            segment(curve(x, from), curve(y, from), curve(x, to), curve(y, to), radius);
        }
    }

    private double toX(double x, double y) {
        return x0 + xFromX * x + xFromY * y;
    }

    private double toY(double x, double y) {
        return y0 + yFromX * x + yFromY * y;
    }

    /** The Catmull-Rom curve through one coordinate of the points, at {@code t} spans from the first. */
    private static double curve(double[] points, double t) {
        int span = Math.min((int) t, points.length - 2);
        double u = t - span;
        double b = points[span];
        double c = points[span + 1];
        double a = span > 0 ? points[span - 1] : 2 * b - c;
        double d = span + 2 < points.length ? points[span + 2] : 2 * c - b;
        return b + 0.5 * u * (c - a + u * (2 * a - 5 * b + 4 * c - d + u * (3 * (b - c) + d - a)));
    }

    private void segment(double fromX, double fromY, double toX, double toY, double radius) {
        double dx = toX - fromX;
        double dy = toY - fromY;
        double length2 = dx * dx + dy * dy;
        int left = Math.max(0, (int) Math.floor(Math.min(fromX, toX) - radius - 1));
        int right = Math.min(SIDE - 1, (int) Math.ceil(Math.max(fromX, toX) + radius));
        int top = Math.max(0, (int) Math.floor(Math.min(fromY, toY) - radius - 1));
        int bottom = Math.min(SIDE - 1, (int) Math.ceil(Math.max(fromY, toY) + radius));
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double px = column + 0.5 - fromX;
                double py = row + 0.5 - fromY;
                double along = length2 == 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
                double ex = px - along * dx;
                double ey = py - along * dy;
                if (ex * ex + ey * ey <= radius * radius) {
                    ink[row * SIDE + column] = true;
                }
            }
        }
    }
}
