package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.Observed;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.TraceFiles;
import io.enginebench.record.parity.TraceManifest;
import io.enginebench.record.parity.TraceManifest.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an engine wrote down.
 *
 * @param forward what was answered before any training
 * @param step what the first step computed; null if none was made
 * @param batchRows the row numbers of the first batches
 * @param batchSizes the number of rows in each of these
 * @param smooth what came of the smooth steps; null if they were not made
 */
record Trace(
        TraceManifest manifest,
        Forward forward,
        @Nullable Step step,
        Values batchRows,
        Values batchSizes,
        @Nullable Smooth smooth) {
    /**
     * The starting weights and what the network answers by them.
     *
     * @param parameters all, those that are trained first
     * @param answered (row, output): of the first batch's rows, in evaluation
     */
    record Forward(List<Values> parameters, Values answered) {
        Forward {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * The first training step.
     *
     * @param startingWeights of each parameter that is trained, in the network's order; so are gradients and updatedWeights
     * @param startingStatistics of each other parameter; so are updatedStatistics
     * @param layers the output of each layer, read when it is asked for: together they are large
     * @param outputs (row, output) of the network
     * @param loss (1)
     * @param evaluated (row, output): the answers to the batch's rows after the step, in evaluation
     */
    record Step(
            List<Values> startingWeights,
            List<Values> startingStatistics,
            List<Observed.Layer> layers,
            Values outputs,
            Values loss,
            List<Values> gradients,
            List<Values> updatedWeights,
            List<Values> updatedStatistics,
            Values evaluated) {
        Step {
            startingWeights = List.copyOf(startingWeights);
            layers = List.copyOf(layers);
            gradients = List.copyOf(gradients);
            updatedWeights = List.copyOf(updatedWeights);
            startingStatistics = List.copyOf(startingStatistics);
            updatedStatistics = List.copyOf(updatedStatistics);
        }
    }

    /**
     * The training under the smooth optimiser.
     *
     * @param losses (step)
     * @param testRows (row): the numbers of the test rows
     * @param testOutputs (row, output) after the last step
     * @param nudgedLosses as losses, from weights that are off by a millionth
     * @param nudgedOutputs as testOutputs, likewise
     */
    record Smooth(Values losses, Values testRows, Values testOutputs, Values nudgedLosses, Values nudgedOutputs) {
        /** The engine's own other try. */
        Smooth nudged() {
            return new Smooth(nudgedLosses, testRows, nudgedOutputs, nudgedLosses, nudgedOutputs);
        }
    }

    /** Reads the folder in which a worker left its trace. */
    static Trace read(Path folder) throws IOException {
        TraceManifest manifest = Json.read(folder.resolve(TraceFiles.MANIFEST), TraceManifest.class);
        List<Named> parameters = manifest.parameters();
        List<Values> weights = readAll(folder.resolve(TraceFiles.STARTING_WEIGHTS), parameters);
        List<Values> statistics = readAll(folder.resolve(TraceFiles.STARTING_WEIGHTS), manifest.statistics());
        return new Trace(
                manifest,
                new Forward(
                        Stream.concat(weights.stream(), statistics.stream()).toList(),
                        Values.read("answered", folder.resolve(TraceFiles.ANSWERED))),
                manifest.trained()
                        ? new Step(
                                weights,
                                statistics,
                                manifest.layers().stream()
                                        .map(layer -> layer(folder.resolve(TraceFiles.LAYERS), layer))
                                        .toList(),
                                Values.read("outputs", folder.resolve(TraceFiles.OUTPUTS)),
                                Values.read("loss", folder.resolve(TraceFiles.LOSS)),
                                readAll(folder.resolve(TraceFiles.GRADIENTS), parameters),
                                readAll(folder.resolve(TraceFiles.UPDATED_WEIGHTS), parameters),
                                readAll(folder.resolve(TraceFiles.UPDATED_WEIGHTS), manifest.statistics()),
                                Values.read("evaluated", folder.resolve(TraceFiles.EVALUATED)))
                        : null,
                Values.read("batch rows", folder.resolve(TraceFiles.BATCH_ROWS)),
                Values.read("batch sizes", folder.resolve(TraceFiles.BATCH_SIZES)),
                manifest.smooth()
                        ? new Smooth(
                                Values.read("losses", folder.resolve(TraceFiles.SMOOTH_LOSSES)),
                                Values.read("test rows", folder.resolve(TraceFiles.TEST_ROWS)),
                                Values.read("test outputs", folder.resolve(TraceFiles.TEST_OUTPUTS)),
                                Values.read("nudged losses", folder.resolve(TraceFiles.NUDGED_LOSSES)),
                                Values.read("nudged outputs", folder.resolve(TraceFiles.NUDGED_OUTPUTS)))
                        : null);
    }

    private static List<Values> readAll(Path folder, List<Named> arrays) throws IOException {
        List<Values> values = new ArrayList<>();
        for (Named array : arrays) {
            values.add(read(folder, array));
        }
        return values;
    }

    private static Values read(Path folder, Named array) throws IOException {
        Values read = Values.read(array.name(), folder.resolve(TraceFiles.array(array.name())));
        if (!read.shape().equals(array.shape())) {
            throw new IOException("array %s in %s must have the shape %s, got %s"
                    .formatted(array.name(), folder.getFileName(), array.shape(), read.shape()));
        }
        return read;
    }

    private static Observed.Layer layer(Path folder, Named array) {
        return new Observed.Layer(array.name(), array.shape(), () -> {
            try {
                return read(folder, array).tensor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Writes a step in the files in which a worker writes one, as 64-bit floats; its layers are left out. */
    static void write(Step step, Path folder) throws IOException {
        writeAll(step.startingWeights(), folder.resolve(TraceFiles.STARTING_WEIGHTS));
        writeAll(step.startingStatistics(), folder.resolve(TraceFiles.STARTING_WEIGHTS));
        writeAll(step.gradients(), folder.resolve(TraceFiles.GRADIENTS));
        writeAll(step.updatedWeights(), folder.resolve(TraceFiles.UPDATED_WEIGHTS));
        writeAll(step.updatedStatistics(), folder.resolve(TraceFiles.UPDATED_WEIGHTS));
        step.evaluated().npy().write(folder.resolve(TraceFiles.EVALUATED));
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
