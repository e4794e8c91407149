package io.enginebench.selfbench.loops;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import io.enginebench.engines.djl.DjlRows;
import io.enginebench.engines.djl.DjlSession;
import io.enginebench.engines.djl.ParameterUpdate;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Draws.Purpose;
import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.Rows;
import io.enginebench.models.Networks;
import io.enginebench.models.graph.Recorder;
import io.enginebench.models.weights.GlorotUniform;
import io.enginebench.record.array.Digest;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.job.Job;
import io.enginebench.record.json.Json;
import io.enginebench.worker.learn.Partition;
import io.enginebench.worker.session.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the worker's training loop costs beside the engine's work: in one process, epochs of {@link Learner} alternate with
 * epochs of nothing but forward, loss, backward and update on batches that lie ready on the device. Both start from the same
 * weights and see the same batches, so they must end with the same weights.
 *
 * <p>{@code BareCalls JOB_FILE DATA_FOLDER OUTPUT_FILE}; the job's number of epochs is the number of pairs, the first one left out.
 */
public final class BareCalls {
    private BareCalls() {}

    /**
     * The readings.
     *
     * @param loopNs epochs of the worker's loop, with its gather, slices, loss and progress
     * @param bareNs epochs of bare calls
     * @param same whether both did the same: ended with the same weights, gave the same answers, or had the same loss
     */
    public record Pairs(List<Long> loopNs, List<Long> bareNs, boolean same) {
        public Pairs {
            loopNs = List.copyOf(loopNs);
            bareNs = List.copyOf(bareNs);
        }
    }

    /** Takes the readings, writes {@link Pairs} and halts. */
    public static void main(String[] args) throws IOException {
        Job.Train job = Json.read(Path.of(args[0]), Job.Train.class);
        QualitySpec spec = job.cells().get(0);
        DjlSession session =
                (DjlSession) EngineDriver.ofThisProcess().start(spec.setting().device());
        Rows rows = Partition.of(spec, Path.of(args[1])).train();
        Path events = Path.of(args[2] + ".events");
        try (Progress progress = Progress.reportingTo(events);
                Learner learner = session.learner(spec, Learner.Purpose.LEARN);
                DeviceRows loaded = learner.load(rows);
                Bare bare = new Bare(session, spec)) {
            RandomGenerator orders = Draws.stream(spec.seed(), Purpose.ORDER, null);
            List<Long> loop = new ArrayList<>();
            List<Long> calls = new ArrayList<>();
            int batch = spec.hyperParameters().globalBatchSize();
            for (int pair = 0; pair < spec.hyperParameters().epochs(); pair++) {
                int[] order = Draws.permutation(orders, rows.count());
                long bareFirst = pair % 2 == 0 ? bare.epoch(loaded, order, batch) : 0;
                long start = System.nanoTime();
                learner.trainEpoch(loaded, order, batch, progress::add);
                long loopNs = System.nanoTime() - start;
                long bareNs = pair % 2 == 0 ? bareFirst : bare.epoch(loaded, order, batch);
                if (pair > 0) {
                    loop.add(loopNs);
                    calls.add(bareNs);
                }
            }
            Json.write(
                    Path.of(args[2]),
                    new Pairs(loop, calls, learner.weightsSha256().equals(bare.weightsSha256())));
        }
        Runtime.getRuntime().halt(0);
    }

    /** A second network with the learner's starting weights. Owns its arrays. */
    private static final class Bare implements AutoCloseable {
        private final DjlSession session;
        private final NDManager manager;
        private final Block network;
        private final Supplier<Graph> graph;
        private final List<Parameter> parameters;
        private final ParameterStore store;
        private final Map<Shape, Block> forms = new HashMap<>();
        private final ParameterUpdate adam;
        private final Loss loss = Loss.softmaxCrossEntropyLoss();

        Bare(DjlSession session, QualitySpec spec) {
            this.session = session;
            manager = session.engine().newBaseManager(session.device());
            Shape row = new Shape(spec.task().input().lengths());
            Supplier<Block> definition = () -> Networks.create(
                    spec.model(), spec.task().input(), spec.task().outputs());
            network = definition.get();
            graph = () -> Recorder.record(definition.get(), new DataDesc(row, DataType.FLOAT32));
            network.setInitializer(
                    new GlorotUniform(Draws.stream(spec.seed(), Purpose.WEIGHTS, null)), Parameter.Type.WEIGHT);
            network.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(row));
            parameters = new ArrayList<>(network.getParameters().values());
            store = new ParameterStore(manager, false);
            adam = session.adapter()
                    .update(parameters, manager, spec.hyperParameters().optimiser());
        }

        long epoch(DeviceRows rows, int[] order, int batchSize) {
            Engine engine = session.engine();
            try (NDManager epoch = manager.newSubManager()) {
                DjlRows inOrder = ((DjlRows) rows).gather(epoch, order);
                List<NDArray> images = new ArrayList<>();
                List<NDArray> truths = new ArrayList<>();
                for (int from = 0; from < order.length; from += batchSize) {
                    int to = Math.min(from + batchSize, order.length);
                    images.add(inOrder.inputs(epoch, from, to));
                    truths.add(inOrder.truth(epoch, from, to));
                }
                for (NDArray x : images) {
                    forms.computeIfAbsent(
                            x.getShape(),
                            shape -> session.adapter()
                                    .compiled(network, graph, manager, new DataDesc(shape, DataType.FLOAT32), true));
                }
                session.adapter().awaitAll();
                long start = System.nanoTime();
                for (int i = 0; i < images.size(); i++) {
                    try (NDManager step = epoch.newSubManager()) {
                        // Outputs belong to the manager of the input, so a step's arrays are freed with the step.
                        NDArray x = images.get(i);
                        x.attach(step);
                        Block called = Objects.requireNonNull(forms.get(x.getShape()));
                        try (GradientCollector gradients = engine.newGradientCollector()) {
                            gradients.backward(loss.evaluate(
                                    new NDList(truths.get(i)), called.forward(store, new NDList(x), true)));
                        }
                        adam.step();
                    }
                }
                session.adapter().awaitAll();
                return System.nanoTime() - start;
            }
        }

        String weightsSha256() {
            Digest digest = new Digest();
            for (Parameter parameter : parameters) {
                float[] weights = parameter.getArray().toFloatArray();
                digest.add(Npy.of(List.of(weights.length), weights));
            }
            return digest.hex();
        }

        @Override
        public void close() {
            adam.close();
            network.clear();
            manager.close();
        }
    }
}
