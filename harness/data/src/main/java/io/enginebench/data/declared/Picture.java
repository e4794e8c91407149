package io.enginebench.data.declared;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A PNG or JPEG file as numbers 0..255. */
final class Picture {
    private static final long MOST_PIXELS = 64L << 20;
    private static final double RED = 0.299;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;

    private final BufferedImage image;

    private Picture(BufferedImage image) {
        this.image = image;
    }

    /**
     * Reads a file.
     *
     * @param name for messages
     * @throws BadInput if it is neither PNG nor JPEG, or has more than 64 Mi pixels, which is found out before they are read
     */
    static Picture of(String name, byte[] content) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            ImageReader reader = readers.hasNext() ? readers.next() : null;
            if (reader == null
                    || !reader.getFormatName().toLowerCase(Locale.ROOT).matches("png|jpe?g")) {
                throw new BadInput(name + " must be a PNG or JPEG file, got another");
            }
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS) {
                    throw new BadInput("%s must have at most %d pixels, got %d".formatted(name, MOST_PIXELS, pixels));
                }
                return new Picture(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new BadInput(
                    "%s must be a whole PNG or JPEG file, got: %s".formatted(name, BenchException.messageOf(e)));
        }
    }

    /**
     * The picture in another size: each pixel is the mean of the area that it covers, pixels at its edge by the part of them that is
     * covered.
     *
     * @param channels 1: grey, of colours 0.299 red + 0.587 green + 0.114 blue; 3: red, green and blue. Transparency is left out.
     * @return (channel, height, width) flattened
     */
    float[] resized(int height, int width, int channels) {
        double[] rows = spans(image.getHeight(), height);
        double[] columns = spans(image.getWidth(), width);
        float[] resized = new float[channels * height * width];
        int filled = 0;
        for (int channel = 0; channel < channels; channel++) {
            double[] plane = plane(channel, channels);
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    resized[filled++] =
                            (float) mean(plane, rows[row], rows[row + 1], columns[column], columns[column + 1]);
                }
            }
        }
        return resized;
    }

    /** Where the pixels of the new picture begin and end in the old one. */
    private static double[] spans(int from, int to) {
        double[] spans = new double[to + 1];
        for (int i = 0; i <= to; i++) {
            spans[i] = (double) i * from / to;
        }
        return spans;
    }

    private double mean(double[] plane, double top, double bottom, double left, double right) {
        double sum = 0;
        for (int row = (int) top; row < Math.ceil(bottom); row++) {
            double high = Math.min(bottom, row + 1) - Math.max(top, row);
            for (int column = (int) left; column < Math.ceil(right); column++) {
                double wide = Math.min(right, column + 1) - Math.max(left, column);
                sum += high * wide * plane[row * image.getWidth() + column];
            }
        }
        return sum / ((bottom - top) * (right - left));
    }

    private double[] plane(int channel, int channels) {
        int width = image.getWidth();
        double[] plane = new double[width * image.getHeight()];
        Raster raster = image.getRaster();
        // Java takes grey levels for linear light and would brighten them on the way to red, green and blue.
        boolean grey = raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
        double unit = 255.0 / ((1L << image.getColorModel().getComponentSize(0)) - 1);
        for (int i = 0; i < plane.length; i++) {
            int x = i % width;
            int y = i / width;
            plane[i] =
                    grey ? raster.getSample(x, y, 0) * unit : colour(image.getRGB(x, y), channels == 1 ? -1 : channel);
        }
        return plane;
    }

    /** One of red, green and blue, or grey for -1. */
    private static double colour(int rgb, int channel) {
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        return switch (channel) {
            case 0 -> red;
            case 1 -> green;
            case 2 -> blue;
            default -> RED * red + GREEN * green + BLUE * blue;
        };
    }
}
