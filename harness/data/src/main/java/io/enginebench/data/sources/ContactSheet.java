package io.enginebench.data.sources;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.enginebench.record.Check;
import io.enginebench.record.array.Npy;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Some images of each class on one picture, so that a person can see what a data set holds. */
final class ContactSheet {
    private static final int ZOOM = 3;
    private static final int GAP = 6;
    private static final int CHANNEL_GAP = 2;
    private static final int LABEL_WIDTH = 110;

    private ContactSheet() {}

    /**
     * A row for each class that occurs, with its name and its first images; the channels of an image side by side, each from
     * black at its own lowest value to white at its highest, and grey where it has only one value.
     *
     * <p>Works without a display, but Java needs a font on the system for the names.
     *
     * @param x (row, channel, height, width)
     * @param y (row): whole numbers
     * @param classNames by class number from 0; if empty, the numbers themselves are the names
     * @param perRow the most images of one class
     */
    static BufferedImage of(Npy x, Npy y, List<String> classNames, int perRow) {
        List<Integer> shape = x.shape();
        Check.that(shape.size() == 4, "axes of x", "4", shape);
        Check.that(y.shape().equals(shape.subList(0, 1)), "shape of y", "one value for each row of x", y.shape());
        Check.that(perRow >= 1, "images in a row", "1 or more", perRow);
        Map<Integer, List<Integer>> rows = firstOfEach(y, perRow);
        int channels = shape.get(1);
        int imageWidth = channels * (shape.get(3) * ZOOM + CHANNEL_GAP) - CHANNEL_GAP;
        int imageHeight = shape.get(2) * ZOOM;
        int columns = rows.values().stream().mapToInt(List::size).max().orElse(0);
        BufferedImage sheet = new BufferedImage(
                LABEL_WIDTH + columns * (imageWidth + GAP) + GAP,
                rows.size() * (imageHeight + GAP) + GAP,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        try {
            pen.setColor(Color.WHITE);
            pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            pen.setColor(Color.BLACK);
            pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
            int top = GAP;
            for (Map.Entry<Integer, List<Integer>> row : rows.entrySet()) {
                String name = classNames.isEmpty() ? row.getKey().toString() : classNames.get(row.getKey());
                pen.drawString(name, GAP, top + imageHeight / 2 + 5);
                int left = LABEL_WIDTH + GAP;
                for (int number : row.getValue()) {
                    paint(sheet, left, top, x.rows(new int[] {number}), shape);
                    left += imageWidth + GAP;
                }
                top += imageHeight + GAP;
            }
        } finally {
            pen.dispose();
        }
        return sheet;
    }

    private static Map<Integer, List<Integer>> firstOfEach(Npy y, int perRow) {
        double[] values = y.doubles();
        return IntStream.range(0, values.length)
                .boxed()
                .collect(groupingBy(
                        i -> (int) Math.round(values[i]),
                        TreeMap::new,
                        collectingAndThen(toList(), all -> all.subList(0, Math.min(perRow, all.size())))));
    }

    private static void paint(BufferedImage sheet, int left, int top, float[] image, List<Integer> shape) {
        int height = shape.get(2);
        int width = shape.get(3);
        for (int channel = 0; channel < shape.get(1); channel++) {
            int start = channel * height * width;
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int i = start; i < start + height * width; i++) {
                low = Math.min(low, image[i]);
                high = Math.max(high, image[i]);
            }
            for (int row = 0; row < height * ZOOM; row++) {
                for (int column = 0; column < width * ZOOM; column++) {
                    float value = image[start + row / ZOOM * width + column / ZOOM];
                    int grey = high > low ? Math.round(255 * (value - low) / (high - low)) : 128;
                    sheet.setRGB(left + column, top + row, grey * 0x010101);
                }
            }
            left += width * ZOOM + CHANNEL_GAP;
        }
    }
}
