package io.enginebench.campaign.parity;

import io.enginebench.campaign.plan.Plan;
import io.enginebench.record.array.Adjustment;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.TraceFiles;
import io.enginebench.record.parity.TraceManifest;
import io.enginebench.record.setting.Division;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a folder of traces needs beside them, so that somebody with another framework can make the same steps. */
final class Replay {
    private Replay() {}

    /** Adds the rows of the batches, the task files, the reports and the instructions. */
    static void write(Path folder, Plan plan, Path data, List<ParityReport> reports) throws IOException {
        Json.write(folder.resolve("report.json"), reports);
        try (InputStream text = Objects.requireNonNull(Replay.class.getResourceAsStream("replay.md"))) {
            Files.write(folder.resolve("README.md"), text.readAllBytes());
        }
        for (TaskDescriptor task : plan.tasks()) {
            for (String model : task.models()) {
                for (Division division : Division.values()) {
                    Path subject = folder.resolve(task.id() + "-" + model + division.suffix());
                    if (Files.isDirectory(subject)) {
                        writeRows(subject, task, data.resolve(task.id()));
                    }
                }
            }
        }
    }

    private static void writeRows(Path subject, TaskDescriptor task, Path data) throws IOException {
        Json.write(subject.resolve("task.json"), task);
        List<Path> orders;
        try (Stream<Path> engines = Files.list(subject)) {
            orders = engines.map(engine -> engine.resolve(TraceFiles.BATCH_ROWS))
                    .filter(Files::isRegularFile)
                    .toList();
        }
        if (orders.isEmpty()) {
            return;
        }
        // Rung 2 has compared the orders; any engine's will do.
        int[] rows = Values.read("batch rows", orders.get(0)).ints();
        DataFiles files = DataFiles.trained(task.split());
        TraceManifest manifest = Json.read(orders.get(0).resolveSibling(TraceFiles.MANIFEST), TraceManifest.class);
        rows(files.x(data), rows, manifest.adjustment()).write(subject.resolve("batch_x.npy"));
        rows(files.y(data), rows, null).write(subject.resolve("batch_y.npy"));
    }

    /**
     * Some rows (the first axis) of an array, as 32-bit floats.
     *
     * @param adjustment as the network sees them; null for as they are in the file
     */
    static Npy rows(Path file, int[] numbers, @Nullable Adjustment adjustment) throws IOException {
        Npy array = Npy.read(file);
        List<Integer> shape = new ArrayList<>(array.shape());
        shape.set(0, numbers.length);
        float[] rows = array.rows(numbers);
        if (adjustment != null) {
            adjustment.apply(rows);
        }
        return Npy.of(shape, rows);
    }
}
