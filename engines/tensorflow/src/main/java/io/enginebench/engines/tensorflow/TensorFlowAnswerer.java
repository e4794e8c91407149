package io.enginebench.engines.tensorflow;

import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.Rows;
import io.enginebench.engines.tensorflow.lowering.Forward;
import io.enginebench.models.weights.FlatWeights;
import io.enginebench.models.weights.Nudged;
import io.enginebench.models.weights.StartingWeights;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.task.TaskKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.types.TInt32;

/** A network that answers, a run for each batch. */
sealed class TensorFlowAnswerer implements Answerer permits TensorFlowLearner {
    final Network network;
    final boolean classification;
    final RecordingRequest request;
    private final RowInput input;
    private final double preparationMillis;
    /** By the number of rows. */
    private final Map<Integer, Output<?>> answers = new HashMap<>();

    /**
     * Fresh weights drawn from the cell's seed and fold.
     *
     * @param purpose of its training; null for a network that only answers
     */
    TensorFlowAnswerer(TensorFlowSession runtime, QualitySpec spec, Learner.@Nullable Purpose purpose) {
        input = spec.task().input();
        classification = spec.task().kind() == TaskKind.CLASSIFICATION;
        long start = System.nanoTime();
        request = new RecordingRequest(spec.model(), input, spec.task().outputs());
        Graph graph = Network.recorded(request);
        preparationMillis = (System.nanoTime() - start) / 1e6;
        network = new Network(runtime, graph, input);
        try {
            output(1); // Refuses what it cannot lower before anybody counts on it.
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        Nudged.Size size = nudge(purpose);
        network.become(StartingWeights.of(
                graph,
                Draws.stream(spec.seed(), Draws.Purpose.WEIGHTS, spec.fold()),
                size == null ? null : new Nudged(Draws.stream(spec.seed(), Draws.Purpose.NUDGE, spec.fold()), size)));
    }

    /** How much starting weights are off; null for not at all. */
    private static Nudged.@Nullable Size nudge(Learner.@Nullable Purpose purpose) {
        if (purpose == null) {
            return null;
        }
        return switch (purpose) {
            case LEARN, TRACE -> null;
            case LEARN_NUDGED -> Nudged.Size.ULP;
            case TRACE_NUDGED -> Nudged.Size.MILLIONTH;
        };
    }

    @Override
    public final double preparationMillis() {
        return preparationMillis;
    }

    @Override
    public final DeviceRows load(Rows rows) {
        return TensorRows.of(rows, input, network.rowInMemory(), network.channelsLast(), classification);
    }

    private Output<?> output(int rows) {
        return answers.computeIfAbsent(
                rows,
                any -> network.forward(Forward.Mode.EVALUATION, rows, network.rowsInTurn(network.x(), rows))
                        .output());
    }

    @Override
    public final float[] answer(DeviceRows rows, int first, int end, int batchSize, IntConsumer afterBatch) {
        float[] all = new float[0];
        int filled = 0;
        for (int from = first; from < end; from += batchSize) {
            int to = Math.min(from + batchSize, end);
            Output<?> output = output(to - from);
            try (TInt32 begin = TInt32.vectorOf(from);
                    Result result =
                            Network.run(network.runner((TensorRows) rows, begin).fetch(output))) {
                if (from == first) {
                    all = new float[Math.toIntExact(output.shape().size()) / (to - from) * (end - first)];
                }
                filled += Network.copy(result.get(0), all, filled);
            }
            afterBatch.accept(to - from);
        }
        return all;
    }

    @Override
    public final Npy weights() {
        return FlatWeights.join(network.recorded(), network.weights());
    }

    @Override
    public final Map<String, Npy> namedWeights(boolean trained) {
        Map<String, float[]> weights = network.weights();
        Map<String, Npy> named = new LinkedHashMap<>();
        for (Graph.Parameter parameter : network.recorded().parameters()) {
            if (parameter.trainable() == trained) {
                named.put(
                        parameter.name(),
                        Npy.of(
                                Network.lengths(parameter.shape()),
                                Objects.requireNonNull(weights.get(parameter.name()))));
            }
        }
        return named;
    }

    @Override
    public final void take(Npy learnt) {
        network.become(FlatWeights.split(network.recorded(), learnt));
    }

    @Override
    public final void close() {
        network.close();
    }
}
