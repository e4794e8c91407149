package io.enginebench.data;

import io.enginebench.record.array.Npy;
import io.enginebench.record.run.DataRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * A task's rows, checked, as arrays by file name, and where they came from.
 *
 * @param arrays {@code train_x}, {@code train_y}, {@code test_x}, {@code test_y} for a hold-out; {@code x}, {@code y} for folds
 */
public record PreparedData(DataRecord record, Map<String, Npy> arrays) {
    private static final int SHEET_COLUMNS = 12;

    public PreparedData {
        arrays = Map.copyOf(arrays);
    }

    /** Rows that are there to be trained on; with folds, all rows. */
    public int trainRows() {
        return Objects.requireNonNull(arrays.getOrDefault("train_x", arrays.get("x")))
                .shape()
                .get(0);
    }

    /**
     * A PNG of the first images of each class, or of each target.
     *
     * @param classes names of the classes; empty for targets
     */
    public byte[] contactSheet(List<String> classes) throws IOException {
        Npy x = Objects.requireNonNull(arrays.getOrDefault("train_x", arrays.get("x")));
        Npy y = Objects.requireNonNull(arrays.getOrDefault("train_y", arrays.get("y")));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(ContactSheet.of(x, y, classes, SHEET_COLUMNS), "png", png);
        return png.toByteArray();
    }

    /** Writes each array as {@code <name>.npy}. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, Npy> array : arrays.entrySet()) {
            array.getValue().write(folder.resolve(array.getKey() + ".npy"));
        }
    }
}
