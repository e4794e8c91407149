package io.enginebench.engines.tensorflow;

import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.tensorflow.lowering.Forward;
import io.enginebench.models.graph.RecorderMain;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.graph.Graph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.types.TInt32;

/** A network that learns, a run for each step: from the rows' positions to the weights after it nothing is handed to Java. */
final class TensorFlowLearner extends TensorFlowAnswerer implements Learner {
    private final Training training;
    /** By the number of rows. */
    private final Map<Integer, TrainingStep> steps = new HashMap<>();

    private int made;
    /** Looks at the batch that has been differentiated last. */
    private @Nullable Supplier<Session.Runner> looking;

    private @Nullable TrainingStep looked;

    TensorFlowLearner(TensorFlowSession runtime, QualitySpec spec, Purpose purpose) {
        super(runtime, spec, purpose);
        boolean drops = purpose == Purpose.LEARN || purpose == Purpose.LEARN_NUDGED;
        training = new Training(
                network,
                spec.loss(),
                drops ? (Long) spec.seed() : null,
                spec.hyperParameters().optimiser());
    }

    private TrainingStep step(int rows) {
        return steps.computeIfAbsent(rows, training::step);
    }

    @Override
    public float trainEpoch(DeviceRows rows, int[] order, int batchSize, Probe probe, IntConsumer afterStep) {
        TensorRows loaded = (TensorRows) rows;
        training.forgetLosses();
        try (TInt32 positions = TInt32.vectorOf(order)) {
            for (int from = 0; from < order.length; from += batchSize) {
                int to = Math.min(from + batchSize, order.length);
                TrainingStep step = step(to - from);
                try (TInt32 first = TInt32.vectorOf(from)) {
                    looked = step;
                    looking = () -> training.runner(loaded, positions, first);
                    probe.differentiated(new Look(step));
                    looking = null;
                    made++;
                    training.make(step, training.runner(loaded, positions, first), made);
                }
                afterStep.accept(to - from);
            }
        }
        return (float) (training.losses() / order.length);
    }

    private List<float[]> look(Collection<Output<?>> at) {
        return Network.fetched(
                Objects.requireNonNull(looking, "a step is looked at before it ends")
                        .get(),
                at);
    }

    /** What the graph of a step computes before the update, run as far as it is asked for. */
    private final class Look implements Step {
        private final TrainingStep step;

        Look(TrainingStep step) {
            this.step = step;
        }

        @Override
        public float[] outputs() {
            return look(List.of(step.outputs())).get(0);
        }

        @Override
        public float loss() {
            return look(List.of(step.mean())).get(0)[0];
        }
    }

    @Override
    public Map<String, Npy> gradients() {
        Map<String, Output<?>> derivatives =
                Objects.requireNonNull(looked, "a step is made first").gradients();
        List<float[]> values = look(derivatives.values());
        Map<String, float[]> byName = new HashMap<>();
        List<String> names = new ArrayList<>(derivatives.keySet());
        for (int i = 0; i < names.size(); i++) {
            byName.put(names.get(i), values.get(i));
        }
        Map<String, Npy> gradients = new LinkedHashMap<>();
        for (Graph.Parameter parameter : network.recorded().parameters()) {
            if (parameter.trainable()) {
                List<Integer> shape = Network.lengths(parameter.shape());
                float[] derivative = byName.get(parameter.name());
                gradients.put(
                        parameter.name(),
                        Npy.of(
                                shape,
                                derivative == null
                                        ? new float[shape.stream().reduce(1, Math::multiplyExact)]
                                        : network.inOrder(parameter, derivative)));
            }
        }
        return gradients;
    }

    @Override
    public void layers(DeviceRows rows, int[] positions, LayerSink sink) throws IOException {
        Forward forward = step(positions.length).forward();
        Map<String, Output<?>> layers = new LinkedHashMap<>();
        RecorderMain.layers(request).forEach((layer, array) -> layers.put(layer, forward.inOrder(array)));
        try (TInt32 order = TInt32.vectorOf(positions);
                TInt32 first = TInt32.vectorOf(0)) {
            Iterator<float[]> values = Network.fetched(
                            training.runner((TensorRows) rows, order, first), layers.values())
                    .iterator();
            for (Map.Entry<String, Output<?>> layer : layers.entrySet()) {
                sink.made(
                        layer.getKey(), Npy.of(Network.lengths(layer.getValue().shape()), values.next()));
            }
        }
    }
}
