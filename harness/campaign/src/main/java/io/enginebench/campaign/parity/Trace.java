package io.enginebench.campaign.parity;

import io.enginebench.record.json.Json;
import io.enginebench.record.parity.TraceFiles;
import io.enginebench.record.parity.TraceManifest;
import io.enginebench.record.parity.TraceManifest.Named;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine wrote down.
 *
 * @param step what the first step computed
 * @param batchRows the row numbers of the first batches
 * @param batchSizes the number of rows in each of these
 * @param smooth what came of the smooth steps; null if they were not made
 */
record Trace(
        TraceManifest manifest,
        Step step,
        Values batchRows,
        Values batchSizes,
        @Nullable Smooth smooth) {
    /**
     * The first training step.
     *
     * @param startingWeights of each parameter, in the network's order; so are gradients and updatedWeights
     * @param layers the output of each layer
     * @param outputs (row, output) of the network
     * @param loss (1)
     */
    record Step(
            List<Values> startingWeights,
            List<Values> layers,
            Values outputs,
            Values loss,
            List<Values> gradients,
            List<Values> updatedWeights) {
        Step {
            startingWeights = List.copyOf(startingWeights);
            layers = List.copyOf(layers);
            gradients = List.copyOf(gradients);
            updatedWeights = List.copyOf(updatedWeights);
        }
    }

    /**
     * The training under the smooth optimiser.
     *
     * @param losses (step)
     * @param testRows (row): the numbers of the test rows
     * @param testOutputs (row, output) after the last step
     */
    record Smooth(Values losses, Values testRows, Values testOutputs) {}

    /** Reads the folder in which a worker left its trace. */
    static Trace read(Path folder) throws IOException {
        TraceManifest manifest = Json.read(folder.resolve(TraceFiles.MANIFEST), TraceManifest.class);
        List<Named> parameters = manifest.parameters();
        return new Trace(
                manifest,
                new Step(
                        readAll(folder.resolve(TraceFiles.STARTING_WEIGHTS), parameters),
                        readAll(folder.resolve(TraceFiles.LAYERS), manifest.layers()),
                        Values.read("outputs", folder.resolve(TraceFiles.OUTPUTS)),
                        Values.read("loss", folder.resolve(TraceFiles.LOSS)),
                        readAll(folder.resolve(TraceFiles.GRADIENTS), parameters),
                        readAll(folder.resolve(TraceFiles.UPDATED_WEIGHTS), parameters)),
                Values.read("batch rows", folder.resolve(TraceFiles.BATCH_ROWS)),
                Values.read("batch sizes", folder.resolve(TraceFiles.BATCH_SIZES)),
                manifest.smooth()
                        ? new Smooth(
                                Values.read("losses", folder.resolve(TraceFiles.SMOOTH_LOSSES)),
                                Values.read("test rows", folder.resolve(TraceFiles.TEST_ROWS)),
                                Values.read("test outputs", folder.resolve(TraceFiles.TEST_OUTPUTS)))
                        : null);
    }

    private static List<Values> readAll(Path folder, List<Named> arrays) throws IOException {
        List<Values> values = new ArrayList<>();
        for (Named array : arrays) {
            Values read = Values.read(array.name(), folder.resolve(TraceFiles.array(array.name())));
            if (!read.shape().equals(array.shape())) {
                throw new IOException("array %s in %s must have the shape %s, got %s"
                        .formatted(array.name(), folder.getFileName(), array.shape(), read.shape()));
            }
            values.add(read);
        }
        return values;
    }

    /** Writes a step in the files in which a worker writes one, as 64-bit floats. */
    static void write(Step step, Path folder) throws IOException {
        writeAll(step.startingWeights(), folder.resolve(TraceFiles.STARTING_WEIGHTS));
        writeAll(step.layers(), folder.resolve(TraceFiles.LAYERS));
        writeAll(step.gradients(), folder.resolve(TraceFiles.GRADIENTS));
        writeAll(step.updatedWeights(), folder.resolve(TraceFiles.UPDATED_WEIGHTS));
        step.outputs().npy().write(folder.resolve(TraceFiles.OUTPUTS));
        step.loss().npy().write(folder.resolve(TraceFiles.LOSS));
    }

    private static void writeAll(List<Values> arrays, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Values array : arrays) {
            array.npy().write(folder.resolve(TraceFiles.array(array.name())));
        }
    }

    /** The row numbers of the first batch. */
    int[] firstBatch() {
        return Arrays.copyOf(batchRows.ints(), (int) batchSizes.at(0));
    }
}
