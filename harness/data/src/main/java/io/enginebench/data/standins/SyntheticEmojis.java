package io.enginebench.data.standins;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/**
 * A stand-in for the study's {@code emojis.txt}, for where the study's own file cannot be had: as many small binary drawings of
 * the same five kinds. Figures measured on it say nothing about the study's.
 *
 * <p>People draw each kind in several ways, leave strokes out and slip; so do these, and some sad and angry faces can hardly be
 * told apart.
 */
public final class SyntheticEmojis {
    /** Drawings of each kind; five kinds make the study's 2470. */
    static final int PER_CLASS = 494;

    private static final double PI = Math.PI;

    private final Chance chance;
    private final Sketch sketch;
    private final double eyeX;
    private final double eyeY;
    private final double mouthY;

    private SyntheticEmojis(Chance chance, boolean heap) {
        this.chance = chance;
        sketch = new Sketch(chance);
        eyeX = (heap ? 0.25 : 0.39) + chance.bell(0.04);
        eyeY = (heap ? 0.15 : -0.2) + chance.bell(0.05);
        mouthY = (heap ? 0.54 : 0.43) + chance.bell(0.05);
    }

    /** What is drawn, in the order of the file's labels, which count from 1. */
    private enum Kind {
        ANGRY,
        HAPPY,
        POOP,
        SAD,
        SURPRISED
    }

    /**
     * Writes the file: a comment line that says it is synthetic, then for each drawing, in shuffled order, the label 1..5
     * (angry, happy, poop, sad, surprised) and the 1024 pixels row by row, 1 for ink, separated by spaces.
     *
     * <p>The bytes depend on nothing but the seed: no font, no Java2D, and no arithmetic that a platform may round its own way.
     */
    public static void write(Path emojisTxt, long seed) throws IOException {
        Chance chance = new Chance(seed);
        int[] labels = new int[Kind.values().length * PER_CLASS];
        for (int i = 0; i < labels.length; i++) {
            int other = chance.below(i + 1);
            labels[i] = labels[other];
            labels[other] = i / PER_CLASS + 1;
        }
        try (BufferedWriter out = Files.newBufferedWriter(emojisTxt, StandardCharsets.US_ASCII)) {
            out.write("# synthetic: drawn by enginebench, seed " + seed + "\n");
            for (int label : labels) {
                StringBuilder row = new StringBuilder().append(label);
                for (boolean ink : draw(chance, Kind.values()[label - 1])) {
                    row.append(ink ? " 1" : " 0");
                }
                out.append(row).append('\n');
            }
        }
    }

    private static boolean[] draw(Chance chance, Kind kind) {
        SyntheticEmojis drawing = new SyntheticEmojis(chance, kind == Kind.POOP);
        switch (kind) {
            case ANGRY -> drawing.angry();
            case HAPPY -> drawing.happy();
            case POOP -> drawing.poop();
            case SAD -> drawing.sad();
            case SURPRISED -> drawing.surprised();
        }
        drawing.slips();
        return drawing.sketch.ink();
    }

    private void angry() {
        outline();
        if (chance.happens(0.95)) {
            brows(-0.3, chance.between(0.07, 0.22), chance.bell(0.03));
        }
        oneOf(new Way(0.6, this::dots), new Way(0.2, this::slits), new Way(0.2, () -> rings(0.1, 0.16)));
        oneOf(
                new Way(0.6, this::frown),
                new Way(0.14, this::flat),
                new Way(0.12, this::zigzag),
                new Way(0.14, this::teeth));
    }

    private void sad() {
        outline();
        if (chance.happens(0.45)) {
            brows(-0.32, chance.between(-0.2, -0.05), chance.bell(0.03));
        }
        oneOf(
                new Way(0.5, this::dots),
                new Way(0.24, () -> lids(0.1 * PI, 0.9 * PI)),
                new Way(0.16, () -> rings(0.12, 0.18)),
                new Way(0.1, this::bars));
        if (chance.happens(0.5)) {
            boolean left = chance.happens(0.5);
            tear(left ? -eyeX : eyeX);
            if (chance.happens(0.35)) {
                tear(left ? eyeX : -eyeX);
            }
        }
        oneOf(new Way(0.86, this::frown), new Way(0.08, this::zigzag), new Way(0.06, this::flat));
    }

    private void happy() {
        outline();
        if (chance.happens(0.12)) {
            brows(-0.36, chance.bell(0.04), chance.between(0.05, 0.14));
        }
        oneOf(
                new Way(0.5, this::dots),
                new Way(0.2, () -> lids(1.1 * PI, 1.9 * PI)),
                new Way(0.15, () -> rings(0.1, 0.18)),
                new Way(0.15, this::bars));
        if (chance.happens(0.07)) {
            sketch.ring(-eyeX - 0.2, eyeY + 0.35, 0.1, 0.07);
            sketch.ring(eyeX + 0.2, eyeY + 0.35, 0.1, 0.07);
        }
        oneOf(new Way(0.72, this::smile), new Way(0.28, this::laugh));
    }

    private void surprised() {
        outline();
        if (chance.happens(0.5)) {
            brows(-0.4, chance.bell(0.03), chance.between(0.04, 0.14));
        }
        oneOf(new Way(0.25, this::dots), new Way(0.75, () -> rings(0.15, 0.25)));
        double width = chance.between(0.14, 0.28);
        double height = width * chance.between(0.8, 1.5);
        sketch.ring(chance.bell(0.05), mouthY + 0.04, width, height);
        if (chance.happens(0.15)) {
            sketch.dot(0, mouthY + 0.04, width);
        }
    }

    private void poop() {
        double base = chance.between(0.82, 1.05);
        double middle = base * chance.between(0.66, 0.8);
        double top = middle * chance.between(0.55, 0.75);
        double lean = chance.happens(0.5) ? chance.between(0.05, 0.22) : -chance.between(0.05, 0.22);
        if (chance.happens(0.72)) {
            // The silhouette, one bulge on each side for each turn of the heap, then the creases between the turns.
            sketch.stroke(-base + 0.25, 0.86, 0, 0.88, base - 0.25, 0.86);
            for (int side = -1; side <= 1; side += 2) {
                double from = side > 0 ? -0.5 * PI : 1.5 * PI;
                double to = 0.5 * PI;
                sketch.arc(side * (base - 0.25), 0.6, 0.25, 0.26, from, to);
                sketch.arc(side * (middle - 0.22), 0.13, 0.22, 0.22, from, to);
                sketch.arc(side * (top - 0.19), -0.28, 0.19, 0.2, from, to);
                sketch.stroke(side * (top - 0.19), -0.48, side * 0.1 + lean * 0.3, -0.6, lean, -0.92);
            }
            if (chance.happens(0.7)) {
                sketch.stroke(-middle + 0.22, 0.35, 0, chance.between(0.36, 0.46), middle - 0.22, 0.35);
            }
            if (chance.happens(0.7)) {
                sketch.stroke(-top + 0.19, -0.08, 0, chance.between(-0.08, 0.0), top - 0.19, -0.08);
            }
        } else {
            // A single line that winds its way up.
            sketch.ring(0, 0.62, base, 0.26);
            sketch.arc(0, 0.18, middle, 0.25, 0.8 * PI, 2.2 * PI);
            sketch.arc(0, -0.24, top, 0.22, 0.8 * PI, 2.2 * PI);
            sketch.stroke(-top * 0.8, -0.37, 0, -0.55, lean, -0.92);
        }
        if (chance.happens(0.55)) {
            oneOf(new Way(0.5, this::dots), new Way(0.5, () -> rings(0.1, 0.18)));
            smile();
        }
    }

    private void outline() {
        if (chance.happens(0.96)) {
            sketch.ring(0, 0, 1, 1);
        }
    }

    /**
     * Both eyebrows, now and then only one.
     *
     * @param above the middle's place relative to the eyes, negative for above
     * @param anger how much lower the inner ends are than the middle
     * @param arch how much higher the middle is than the ends
     */
    private void brows(double above, double anger, double arch) {
        double y = eyeY + above + chance.bell(0.04);
        double half = chance.between(0.19, 0.29);
        int missing = chance.happens(0.04) ? 1 - 2 * chance.below(2) : 0;
        for (int side = -1; side <= 1; side += 2) {
            if (side != missing) {
                double tilt = anger + chance.bell(0.025);
                sketch.stroke(
                        side * (eyeX + half),
                        y - tilt,
                        side * eyeX,
                        y - arch,
                        side * Math.max(0.03, eyeX - half),
                        y + tilt);
            }
        }
    }

    private void eachEye(DoubleConsumer at) {
        at.accept(-eyeX);
        at.accept(eyeX);
    }

    private void dots() {
        double radius = chance.between(0.06, 0.13);
        eachEye(x -> sketch.dot(x, eyeY, radius));
    }

    private void slits() {
        double half = chance.between(0.1, 0.2);
        eachEye(x -> sketch.stroke(x - half, eyeY, x + half, eyeY));
    }

    private void bars() {
        double half = chance.between(0.1, 0.2);
        eachEye(x -> sketch.stroke(x, eyeY - half, x, eyeY + half));
    }

    private void lids(double from, double to) {
        double width = chance.between(0.13, 0.2);
        double height = chance.between(0.08, 0.18);
        eachEye(x -> sketch.arc(x, eyeY, width, height, from, to));
    }

    private void rings(double smallest, double largest) {
        double radius = chance.between(smallest, largest);
        boolean pupils = chance.happens(0.45);
        eachEye(x -> {
            sketch.ring(x, eyeY, radius, radius * chance.between(0.9, 1.25));
            if (pupils) {
                sketch.dot(x, eyeY, 0.05);
            }
        });
    }

    private void tear(double x) {
        double top = eyeY + 0.14;
        double length = chance.between(0.15, 0.4);
        if (chance.happens(0.5)) {
            sketch.stroke(x, top, x + chance.bell(0.03), top + length);
        } else {
            sketch.stroke(x, top, x - 0.08, top + length * 0.8, x, top + length, x + 0.08, top + length * 0.8, x, top);
        }
    }

    private void smile() {
        double width = chance.between(0.34, 0.6);
        sketch.arc(chance.bell(0.05), mouthY - 0.14, width, chance.between(0.17, 0.4), 0.06 * PI, 0.94 * PI);
    }

    private void frown() {
        double width = chance.between(0.28, 0.52);
        sketch.arc(chance.bell(0.05), mouthY + 0.16, width, chance.between(0.16, 0.36), 1.06 * PI, 1.94 * PI);
    }

    private void laugh() {
        double width = chance.between(0.32, 0.55);
        double depth = chance.between(0.22, 0.42);
        double y = mouthY - 0.14;
        sketch.stroke(-width, y, 0, y + chance.bell(0.03), width, y);
        sketch.arc(0, y, width, depth, 0, PI);
        if (chance.happens(0.2)) {
            sketch.stroke(-width * 0.8, y + depth * 0.35, width * 0.8, y + depth * 0.35);
        }
    }

    private void flat() {
        double half = chance.between(0.2, 0.42);
        sketch.stroke(-half, mouthY, 0, mouthY, half, mouthY);
    }

    private void zigzag() {
        double half = chance.between(0.3, 0.48);
        double swing = chance.between(0.06, 0.12);
        double[] points = new double[10];
        for (int i = 0; i < 5; i++) {
            points[2 * i] = half * (i - 2) / 2;
            points[2 * i + 1] = mouthY + (i % 2 == 0 ? swing : -swing);
        }
        sketch.stroke(points);
    }

    private void teeth() {
        double half = chance.between(0.3, 0.45);
        double height = chance.between(0.1, 0.17);
        sketch.stroke(-half, mouthY - height, half, mouthY - height);
        sketch.stroke(-half, mouthY + height, half, mouthY + height);
        int count = 3 + chance.below(3);
        for (int i = 0; i < count; i++) {
            double x = half * (2.0 * i / (count - 1) - 1);
            sketch.stroke(x, mouthY - height, x, mouthY + height);
        }
    }

    /** A stroke that belongs to nothing, now and then. */
    private void slips() {
        if (chance.happens(0.06)) {
            double x = chance.between(-1.1, 1.1);
            double y = chance.between(-1.1, 1.1);
            double direction = chance.angle();
            double length = chance.between(0.1, 0.5);
            sketch.stroke(x, y, x + length * StrictMath.cos(direction), y + length * StrictMath.sin(direction));
        }
    }

    /** A way to draw a part, taken as often as its share of all ways. */
    private record Way(double share, Runnable draw) {}

    /** Draws in one of the ways, whose shares add up to 1. */
    private void oneOf(Way... ways) {
        double left = chance.between(0, 1);
        int picked = 0;
        while (picked < ways.length - 1 && left >= ways[picked].share) {
            left -= ways[picked++].share;
        }
        ways[picked].draw.run();
    }
}
