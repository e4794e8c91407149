package io.enginebench.data.sources;

import io.enginebench.data.formats.Samples;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.array.DataFiles;
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
 * A task's rows, checked, and where they came from.
 *
 * @param parts by the files in which they are left for the workers
 */
public record PreparedData(DataRecord record, Map<DataFiles, Samples> parts) {
    private static final int SHEET_COLUMNS = 12;

    public PreparedData {
        parts = Map.copyOf(parts);
    }

    /** Rows that are there to be trained on; with folds, all rows. */
    public int trainRows() {
        return trained().count();
    }

    private Samples trained() {
        return Objects.requireNonNull(parts.getOrDefault(DataFiles.TRAIN, parts.get(DataFiles.ALL)));
    }

    /**
     * A PNG of the first images of each class, or of each target.
     *
     * @param classes names of the classes; empty for targets
     * @throws Usage if an image has several of either
     */
    public byte[] contactSheet(List<String> classes) throws IOException {
        if (trained().truths() > 1) {
            throw new Usage(
                    "task", "one whose images have one label each", trained().truths() + " labels");
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(
                ContactSheet.of(trained().x(), trained().y(), classes.size() > 1 ? classes : List.of(), SHEET_COLUMNS),
                "png",
                png);
        return png.toByteArray();
    }

    /** Writes each part into its files. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<DataFiles, Samples> part : parts.entrySet()) {
            part.getValue().x().write(part.getKey().x(folder));
            part.getValue().y().write(part.getKey().y(folder));
            Npy groups = part.getValue().groups();
            if (groups != null) {
                groups.write(part.getKey().groups(folder));
            }
        }
    }
}
