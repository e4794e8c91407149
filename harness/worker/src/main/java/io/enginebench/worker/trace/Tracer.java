package io.enginebench.worker.trace;

import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Draws.Purpose;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.Rows;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.TraceExtent;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.TraceFiles;
import io.enginebench.record.parity.TraceManifest;
import io.enginebench.record.parity.TraceManifest.Named;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import io.enginebench.worker.learn.Partition;
import io.enginebench.worker.session.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Writes down what the first steps of a cell's training do. The steps are {@link Learner#trainEpoch}'s, the ones that every
 * training makes; this class only looks at them.
 *
 * @param data has a folder for each task
 * @param results gets a folder for each engine
 */
public record Tracer(EngineSession session, Progress progress, Path data, Path results) {
    private static final int BATCHES = 50;
    /**
     * Eps in the smooth steps of an optimiser that has one. With the usual 1e-7 a weight whose gradient is mere rounding moves by the whole learning
     * rate in a direction that rounding decides; with this one it hardly moves.
     */
    private static final double SMOOTH_EPSILON = 1e-3;
    /**
     * The part of the learning rate that the smooth steps take, on pixels that are divided by the largest: raw ones leave room for so small a rate
     * only that what becomes of biases is not seen. At the whole of it training is chaotic all the same: rounding grows tenfold every ten
     * steps, in one engine with two numbers of threads as much as between engines (docs/parity.md).
     */
    private static final double SMOOTH_RATE = 0.1;

    /** Writes down the cell of a job. */
    public void run(Job.Trace job) throws IOException {
        QualitySpec spec = job.cell();
        Partition partition = Partition.of(spec, data);
        session.seed(spec.seed());
        Path folder = Files.createDirectories(results.resolve(spec.engine()));
        List<int[]> epochs = epochs(spec, partition.train().count());
        writeOrder(folder, epochs, spec.hyperParameters().globalBatchSize(), partition);

        int[] first = firstBatch(spec, epochs.get(0));
        TraceManifest manifest;
        try (Answerer answerer = session.answerer(spec)) {
            writeStart(folder, answerer);
            answer(answerer, partition.train().at(first), folder.resolve(TraceFiles.ANSWERED));
            manifest = manifest(job, answerer, List.of(), partition);
        }
        if (job.extent() != TraceExtent.ANSWERS) {
            List<Named> layers;
            try (Learner looked = session.learner(spec, Learner.Purpose.TRACE);
                    DeviceRows rows = looked.load(partition.train())) {
                progress.training(spec.id(), 1);
                layers = traceLayers(folder, looked, rows, first);
            }
            try (Learner learner = session.learner(spec, Learner.Purpose.TRACE);
                    DeviceRows rows = learner.load(partition.train())) {
                progress.training(spec.id(), 1);
                traceFirstStep(spec, folder, learner, rows, first);
                answer(learner, partition.train().at(first), folder.resolve(TraceFiles.EVALUATED));
                manifest = manifest(job, learner, layers, partition);
            }
        }
        if (job.extent() == TraceExtent.SMOOTH) {
            QualitySpec smooth = spec.with(manifest.smoothHyperParameters());
            // Token ids are names, not numbers.
            Partition dimmed = spec.task().input().text()
                    ? partition
                    : partition.scaled(1 / largest(partition.train().at(first)));
            try (Learner learner = session.learner(smooth, Learner.Purpose.TRACE)) {
                traceSmoothSteps(
                        smooth, learner, dimmed, epochs, folder, TraceFiles.SMOOTH_LOSSES, TraceFiles.TEST_OUTPUTS);
            }
            try (Learner learner = session.learner(smooth, Learner.Purpose.TRACE_NUDGED)) {
                traceSmoothSteps(
                        smooth, learner, dimmed, epochs, folder, TraceFiles.NUDGED_LOSSES, TraceFiles.NUDGED_OUTPUTS);
            }
        }
        Json.write(folder.resolve(TraceFiles.MANIFEST), manifest);
    }

    private static TraceManifest manifest(Job.Trace job, Answerer network, List<Named> layers, Partition partition) {
        QualitySpec spec = job.cell();
        HyperParameters hyper = spec.hyperParameters();
        return new TraceManifest(
                spec.engine(),
                spec.task().id(),
                spec.model(),
                spec.seed(),
                spec.setting().numThreads(),
                hyper,
                hyper.with(smooth(hyper.optimiser())),
                job.extent() != TraceExtent.ANSWERS,
                job.extent() == TraceExtent.SMOOTH,
                named(network.namedWeights(true)),
                named(network.namedWeights(false)),
                layers,
                partition.train().adjustment());
    }

    private static Optimiser smooth(Optimiser usual) {
        return usual.withLearningRate(usual.learningRate().base() * SMOOTH_RATE).withEpsilon(SMOOTH_EPSILON);
    }

    private static void writeStart(Path folder, Answerer network) throws IOException {
        write(folder.resolve(TraceFiles.STARTING_WEIGHTS), network.namedWeights(true));
        write(folder.resolve(TraceFiles.STARTING_WEIGHTS), network.namedWeights(false));
    }

    /** The largest number of a batch, or 1 if that is larger. */
    private static float largest(Rows batch) {
        float largest = 1;
        for (float number : batch.values()) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    /** The orders of the epochs that have the first batches, drawn as for any training; the last one is cut short. */
    private static List<int[]> epochs(QualitySpec spec, int rows) {
        RandomGenerator orders = Draws.stream(spec.seed(), Purpose.ORDER, spec.fold());
        int batchSize = spec.hyperParameters().globalBatchSize();
        List<int[]> epochs = new ArrayList<>();
        int left = BATCHES;
        while (left > 0) {
            int[] order = Draws.permutation(orders, rows);
            int batches = Math.min(left, (rows + batchSize - 1) / batchSize);
            epochs.add(Arrays.copyOf(order, (int) Math.min((long) batches * batchSize, rows)));
            left -= batches;
        }
        return epochs;
    }

    private static void writeOrder(Path folder, List<int[]> epochs, int batchSize, Partition partition)
            throws IOException {
        int[] numbers = partition.train().numbers();
        Npy.of(epochs.stream()
                        .flatMapToInt(Arrays::stream)
                        .map(position -> numbers[position])
                        .toArray())
                .write(folder.resolve(TraceFiles.BATCH_ROWS));
        Npy.of(epochs.stream()
                        .flatMapToInt(
                                order -> IntStream.iterate(0, from -> from < order.length, from -> from + batchSize)
                                        .map(from -> Math.min(batchSize, order.length - from)))
                        .toArray())
                .write(folder.resolve(TraceFiles.BATCH_SIZES));
    }

    private static int[] firstBatch(QualitySpec spec, int[] order) {
        return Arrays.copyOf(order, Math.min(spec.hyperParameters().globalBatchSize(), order.length));
    }

    private static List<Named> traceLayers(Path folder, Learner learner, DeviceRows rows, int[] first)
            throws IOException {
        Path made = Files.createDirectories(folder.resolve(TraceFiles.LAYERS));
        List<Named> layers = new ArrayList<>();
        learner.layers(rows, first, (layer, output) -> {
            output.write(made.resolve(TraceFiles.array(layer)));
            layers.add(new Named(layer, output.shape()));
        });
        return layers;
    }

    private void traceFirstStep(QualitySpec spec, Path folder, Learner learner, DeviceRows rows, int[] first)
            throws IOException {
        int batchSize = spec.hyperParameters().globalBatchSize();
        writeStart(folder, learner);
        Map<String, Npy> gradients = new LinkedHashMap<>();
        float[] loss = new float[1];
        List<float[]> outputs = new ArrayList<>();
        Learner.Probe probe = step -> {
            outputs.add(step.outputs());
            loss[0] = step.loss();
            gradients.putAll(learner.gradients());
        };
        learner.trainEpoch(rows, first, batchSize, probe, progress::add);
        write(folder.resolve(TraceFiles.GRADIENTS), gradients);
        write(folder.resolve(TraceFiles.UPDATED_WEIGHTS), learner.namedWeights(true));
        write(folder.resolve(TraceFiles.UPDATED_WEIGHTS), learner.namedWeights(false));
        write(first.length, outputs.get(0), folder.resolve(TraceFiles.OUTPUTS));
        Npy.of(List.of(1), loss).write(folder.resolve(TraceFiles.LOSS));
    }

    private void answer(Answerer network, Rows batch, Path file) throws IOException {
        try (DeviceRows rows = network.load(batch)) {
            write(batch.count(), network.answer(rows, batch.count(), progress::add), file);
        }
    }

    private static List<Named> named(Map<String, Npy> arrays) {
        return arrays.entrySet().stream()
                .map(array -> new Named(array.getKey(), array.getValue().shape()))
                .toList();
    }

    private void traceSmoothSteps(
            QualitySpec spec,
            Learner learner,
            Partition partition,
            List<int[]> epochs,
            Path folder,
            String lossFile,
            String outputFile)
            throws IOException {
        float[] losses = new float[BATCHES];
        int[] step = {0};
        try (DeviceRows rows = learner.load(partition.train())) {
            for (int[] order : epochs) {
                learner.trainEpoch(
                        rows,
                        order,
                        spec.hyperParameters().globalBatchSize(),
                        made -> losses[step[0]++] = made.loss(),
                        progress::add);
            }
        }
        Npy.of(List.of(BATCHES), losses).write(folder.resolve(lossFile));
        progress.evaluating(spec.id());
        Npy.of(partition.test().numbers()).write(folder.resolve(TraceFiles.TEST_ROWS));
        try (DeviceRows rows = learner.load(partition.test())) {
            float[] outputs = learner.answer(rows, spec.hyperParameters().answeredAtOnce(), progress::add);
            write(partition.test().count(), outputs, folder.resolve(outputFile));
        }
    }

    private static void write(int rows, float[] outputs, Path file) throws IOException {
        Npy.of(List.of(rows, outputs.length / rows), outputs).write(file);
    }

    private static void write(Path folder, Map<String, Npy> arrays) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, Npy> array : arrays.entrySet()) {
            array.getValue().write(folder.resolve(TraceFiles.array(array.getKey())));
        }
    }
}
