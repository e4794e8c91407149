package io.enginebench.data.declared;

import io.enginebench.data.files.Bounded;
import io.enginebench.data.files.TaskFolder;
import io.enginebench.data.formats.Idx;
import io.enginebench.data.text.Excerpt;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.Hashes;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.run.DataRecord.DataFile;
import io.enginebench.record.task.OwnData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of rows and of labels: (row, column), (row, height, width) or (row, channel, height, width), and (row) or, of several targets or classes, (row,
 * label).
 */
final class ArraySource extends Source<OwnData.Arrays> {
    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_IDX_AXES = 4;
    /** As many as there may be classes. */
    private static final int MOST_LABELS = Labels.MOST_CLASSES;

    /** The array, or its file, that names each row's group; null if there is none. */
    private final @Nullable String group;

    ArraySource(OwnData.Arrays data, Labels labels, @Nullable String group, TaskFolder folder) {
        super(data, labels, folder);
        this.group = group;
    }

    /** Where an array is: its name, and what names it in the task file. */
    private record Place(String member, String name) {}

    /** Reads an array. */
    private interface Reading {
        NumpyArray of(Place place) throws IOException;
    }

    @Override
    Map<DataFiles, Raw> read() {
        if (data instanceof OwnData.Npz npz) {
            Path file = folder.file("data.path", npz.path());
            note(folder.record(npz.path(), file));
            try (ZipFile zip = new ZipFile(file.toFile())) {
                return read(
                        Objects.requireNonNullElse(npz.x(), "x"),
                        Objects.requireNonNullElse(npz.y(), "y"),
                        place -> entry(zip, npz.path(), place));
            } catch (IOException e) {
                throw new BadInput(
                        "%s must be a whole .npz file, got: %s".formatted(npz.path(), BenchException.messageOf(e)));
            }
        }
        try {
            if (data instanceof OwnData.Npy npy) {
                return read(npy.x(), npy.y(), place -> NumpyArray.parse(place.name(), content(place)));
            }
            OwnData.Idx idx = (OwnData.Idx) data;
            return read(idx.x(), idx.y(), place -> idx(place.name(), content(place)));
        } catch (IOException e) {
            throw new BadInput(
                    "%s: data must be readable, got %s".formatted(folder.file(), BenchException.messageOf(e)));
        }
    }

    private Map<DataFiles, Raw> read(String x, String y, Reading reading) throws IOException {
        Map<DataFiles, Raw> parts = new EnumMap<>(DataFiles.class);
        parts.put(
                data.hasTest() ? DataFiles.TRAIN : DataFiles.ALL,
                rows(new Place("data.x", x), new Place("data.y", y), reading));
        String testX = data.testX();
        String testY = data.testY();
        if (testX != null && testY != null) {
            parts.put(DataFiles.TEST, rows(new Place("data.test_x", testX), new Place("data.test_y", testY), reading));
        }
        return parts;
    }

    private Raw rows(Place x, Place y, Reading reading) throws IOException {
        NumpyArray rows = reading.of(x);
        NumpyArray truth = reading.of(y);
        List<Integer> shape = rows.shape();
        if (shape.size() < 2 || shape.contains(0)) {
            throw folder.bad(
                    x.member(),
                    "(row, column), (row, height, width) or (row, channel, height, width), none of them 0",
                    x.name() + " of shape " + shape);
        }
        List<Integer> ofLabels = truth.shape();
        int width = labels.several() && ofLabels.size() == 2 && ofLabels.get(1) > 0 ? ofLabels.get(1) : 1;
        if (width > MOST_LABELS) {
            throw folder.bad(
                    y.member(),
                    "(row, label) with at most " + MOST_LABELS + " labels",
                    y.name() + " of shape " + ofLabels);
        }
        if (width == 1 || !ofLabels.get(0).equals(shape.get(0))) {
            oneForEachRow(y, truth, x, shape.get(0));
        }
        List<Integer> axes = new ArrayList<>(shape);
        if (axes.size() == 3) {
            axes.add(1, 1); // Grey.
        }
        double[] values = labels.ofArray(truth.doubles(), width, "labels in " + y.name());
        return new Raw.Numbers(rows.rows(axes), new Raw.Labelled(values, width, groups(x, y, shape.get(0), reading)));
    }

    /** Refuses an array that has not got one number for each row. */
    private void oneForEachRow(Place place, NumpyArray array, Place x, int rows) {
        List<Integer> shape = array.shape();
        boolean column = shape.size() == 2 && shape.get(1) == 1;
        if ((shape.size() != 1 && !column) || shape.get(0) != rows) {
            throw folder.bad(
                    place.member(),
                    "(row) with as many rows as " + x.name() + ", " + rows,
                    place.name() + " of shape " + shape);
        }
    }

    private int @Nullable [] groups(Place x, Place y, int rows, Reading reading) throws IOException {
        if (group == null) {
            return null;
        }
        Place place = new Place("split.group", group);
        if (group.equals(y.name()) || group.equals(x.name())) {
            throw folder.bad(place.member(), "an array that is nothing else too", "'" + Excerpt.of(group) + "'");
        }
        NumpyArray array = reading.of(place);
        oneForEachRow(place, array, x, rows);
        Groups groups = new Groups();
        double[] numbers = array.doubles();
        for (int row = 0; row < rows; row++) {
            if (!Double.isFinite(numbers[row])) {
                throw folder.bad(place.member(), "finite numbers", numbers[row] + " in " + group);
            }
            groups.add(array.name(row));
        }
        return groups.take();
    }

    private static NumpyArray entry(ZipFile zip, String file, Place place) throws IOException {
        ZipEntry entry = zip.getEntry(place.name() + ".npy");
        if (entry == null) {
            List<String> names = zip.stream()
                    .limit(20)
                    .map(one -> one.getName().replaceFirst("\\.npy$", ""))
                    .toList();
            throw new BadInput("%s must hold the array '%s', got %s".formatted(file, place.name(), names));
        }
        String name = file + ", array " + place.name();
        try (InputStream in = zip.getInputStream(entry)) {
            return NumpyArray.parse(name, Bounded.read(name, in, MOST_BYTES));
        }
    }

    private byte[] content(Place place) {
        byte[] content = Bounded.read(folder.file(place.member(), place.name()), MOST_BYTES);
        note(new DataFile(place.name(), content.length, Hashes.sha256(content)));
        return content;
    }

    /** The fourth byte says how many axes there are. */
    private static NumpyArray idx(String name, byte[] content) {
        int axes = content.length < 4 ? 1 : Math.max(1, Math.min(MOST_IDX_AXES, content[3]));
        Npy array = Idx.parse(name, content, axes);
        ByteBuffer values = array.values().duplicate();
        return new NumpyArray("u1", array.shape(), values);
    }
}
