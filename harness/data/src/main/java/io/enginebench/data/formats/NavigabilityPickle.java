package io.enginebench.data.formats;

import io.enginebench.data.pickle.NumpyUnpickler;
import io.enginebench.data.pickle.PickledArray;
import io.enginebench.data.pickle.PickledItems;
import io.enginebench.data.pickle.PickledSequence;
import io.enginebench.data.pickle.PickledValue;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.Npy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code navigability.obj} of the study: a pickle of records, each a target 1..4, an id and four images of 20x20 (heights,
 * gradient, elevations, depressions) of a piece of Mars.
 *
 * <p>A record is a list or tuple of the 6 fields, where an image is a NumPy array or nested lists, or of 1602 numbers; or all
 * records are one array of 1602 columns. What opcodes are taken is the matter of {@link NumpyUnpickler}.
 */
public final class NavigabilityPickle {
    /** The longest file that is read, in bytes; the study's 2000 records take 63 MB in the wordiest encoding, protocol 0. */
    static final int MOST_BYTES = 64 << 20;

    private static final List<String> IMAGES = List.of("heights", "gradient", "elevations", "depressions");
    private static final int SIDE = 20;
    private static final int PIXELS = SIDE * SIDE;
    private static final int FIELDS = 2 + IMAGES.size();
    private static final int NUMBERS = 2 + IMAGES.size() * PIXELS;
    private static final int TARGETS = 4;

    private final String name;
    private final ByteBuffer x;
    private final float[] y;
    private boolean synthetic;
    /** The number of the record in hand. */
    private int record;

    private NavigabilityPickle(String name, int rows) {
        this.name = name;
        this.x =
                ByteBuffer.allocate(rows * IMAGES.size() * PIXELS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        this.y = new float[rows];
    }

    /**
     * Reads a whole file.
     *
     * @param name for messages
     * @return x (record, image, row, column) and y (record) with the target 1..4, both as 32-bit floats; synthetic if any id is
     *     a string that starts with {@code synthetic}
     * @throws BadInput if the file is no pickle of such records, names anything but NumPy's arrays or would take more than
     *     {@link NumpyUnpickler} allows; with the number of the record, from 0, if a target is not 1, 2, 3 or 4, a
     *     pixel is not finite as a 32-bit float or a field is missing or misshapen
     */
    public static Samples parse(String name, byte[] content) {
        if (content.length < 1 || content.length > MOST_BYTES) {
            throw new BadInput(
                    name + " must be a pickle of 1 to " + MOST_BYTES + " bytes, got " + content.length + " bytes");
        }
        NumpyUnpickler unpickler = new NumpyUnpickler(name, content);
        Object value = unpickler.read();
        if (!(value instanceof PickledItems records)
                || !(records instanceof PickledSequence || records.fits(records.size(), NUMBERS))) {
            throw new BadInput(name + " must be a list of records or an array of " + NUMBERS + " columns, got "
                    + PickledValue.describe(value));
        }
        int rows = records.size();
        long pixels = (long) rows * IMAGES.size() * PIXELS;
        // A list may hold one record a million times over; no honest file needs less than a byte for a pixel.
        if (rows < 1 || pixels > content.length) {
            throw new BadInput(
                    "%s must have one or more records and a byte or more for each pixel, got %d records in %d bytes"
                            .formatted(name, rows, content.length));
        }
        unpickler.spend(pixels * Float.BYTES);
        return new NavigabilityPickle(name, rows).samples(records);
    }

    private Samples samples(PickledItems records) {
        for (record = 0; record < y.length; record++) {
            record(records.at(record));
        }
        return new Samples(
                new Npy(Npy.Type.FLOAT32, List.of(y.length, IMAGES.size(), SIDE, SIDE), x.flip()),
                Npy.of(List.of(y.length), y),
                synthetic);
    }

    private void record(@Nullable Object value) {
        if (value instanceof PickledItems numbers && numbers.fits(NUMBERS)) {
            y[record] = target(numbers.at(0));
            for (int i = 2; i < NUMBERS; i++) {
                pixel(i - 2, numbers.at(i));
            }
        } else if (value instanceof PickledSequence fields && fields.size() == FIELDS) {
            y[record] = target(fields.at(0));
            synthetic |= fields.at(1) instanceof String id && id.startsWith("synthetic");
            for (int i = 0; i < IMAGES.size(); i++) {
                image(i, fields.at(2 + i));
            }
        } else {
            throw bad(
                    "",
                    "%d fields (target, id, %s) or %d numbers".formatted(FIELDS, String.join(", ", IMAGES), NUMBERS),
                    value);
        }
    }

    private float target(@Nullable Object value) {
        Object scalar = value instanceof PickledArray array && array.isScalar() ? array.scalar() : value;
        if (scalar instanceof Number number) {
            double target = number.doubleValue();
            if (target >= 1 && target <= TARGETS && target == Math.rint(target)) {
                return (float) target;
            }
        }
        throw bad("target of ", "a whole number 1.." + TARGETS, scalar);
    }

    private void image(int image, @Nullable Object value) {
        if (!(value instanceof PickledItems rows) || !rows.fits(SIDE, SIDE)) {
            throw bad(IMAGES.get(image) + " of ", "20x20 numbers", value);
        }
        for (int row = 0; row < SIDE; row++) {
            if (!(rows.at(row) instanceof PickledItems numbers) || !numbers.fits(SIDE)) {
                throw bad("row %d of %s of ".formatted(row, IMAGES.get(image)), SIDE + " numbers", rows.at(row));
            }
            for (int column = 0; column < SIDE; column++) {
                pixel(image * PIXELS + row * SIDE + column, numbers.at(column));
            }
        }
    }

    /**
     * Takes the next pixel.
     *
     * @param index of the record's pixels, for messages
     */
    private void pixel(int index, @Nullable Object value) {
        float pixel = Float.NaN;
        if (value instanceof Number number) {
            pixel = number.floatValue();
        } else if (value instanceof Boolean truth) {
            pixel = truth ? 1 : 0;
        }
        if (!Float.isFinite(pixel)) {
            throw bad(
                    "pixel (%d, %d) of %s of "
                            .formatted(index % PIXELS / SIDE, index % SIDE, IMAGES.get(index / PIXELS)),
                    "a finite 32-bit float",
                    value);
        }
        x.putFloat(pixel);
    }

    private BadInput bad(String part, String rule, @Nullable Object got) {
        return new BadInput("%s: %srecord %d (the first is 0) must be %s, got %s"
                .formatted(name, part, record, rule, PickledValue.describe(got)));
    }
}
