package io.enginebench.engines.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import io.enginebench.engines.djl.EngineAdapter.Differentiation;
import io.enginebench.engines.djl.EngineAdapter.StepMemory;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Learner;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.task.TrainingLoss;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** Trains in the way that suits the engine. */
final class TunedLearner extends TunedAnswerer implements Learner {
    private final ParameterUpdate update;
    private final TrainingLoss wanted;
    private final Loss loss;
    private final Map<Integer, Differentiation> differentiations = new HashMap<>();

    TunedLearner(DjlSession session, QualitySpec spec, Purpose purpose) {
        super(session, spec, purpose);
        wanted = spec.loss();
        loss = Losses.of(wanted);
        update = session.adapter()
                .update(trained(), manager, spec.hyperParameters().optimiser());
    }

    /**
     * Nothing here waits for the engine: the rows are gathered in their order at once, batches are slices of that, the loss is
     * summed on the device and read after the last step. The read also ends the last forward pass; the adapter
     * waits for the updates after it.
     */
    @Override
    public float trainEpoch(DeviceRows rows, int[] order, int batchSize, Probe probe, IntConsumer afterStep) {
        try (Subnormals flushed = new Subnormals();
                NDManager epoch = manager.newSubManager()) {
            DjlRows inOrder = ((DjlRows) rows).gather(epoch, order);
            NDArray total = epoch.zeros(new Shape());
            for (int from = 0; from < order.length; from += batchSize) {
                int to = Math.min(from + batchSize, order.length);
                Differentiation differentiation = differentiation(to - from);
                try (NDManager step = epoch.newSubManager()) {
                    DjlStep made = differentiation.of(inOrder.inputs(step, from, to), inOrder.truth(step, from, to));
                    probe.differentiated(made);
                    add(total, made.mean(), to - from, batchSize);
                    update.step();
                }
                afterStep.accept(to - from);
            }
            float sum = total.getFloat();
            session.adapter().awaitAll();
            return sum * batchSize / order.length;
        }
    }

    /** What makes a step of so many rows: the engine's own way if it has one, else DJL's. */
    private Differentiation differentiation(int rows) {
        return differentiations.computeIfAbsent(
                rows,
                number -> session.adapter()
                        .differentiation(network, this::graph, manager, batch(rows), wanted)
                        .orElseGet(() -> throughBlock(called(rows, true))));
    }

    private Differentiation throughBlock(Block called) {
        Engine engine = session.engine();
        return (x, truth) -> {
            try (StepMemory kept = session.adapter().stepMemory();
                    GradientCollector gradients = engine.newGradientCollector()) {
                NDList outputs = called.forward(store, new NDList(x), true);
                NDArray mean = loss.evaluate(new NDList(truth), outputs);
                gradients.backward(mean);
                return new DjlStep(outputs.singletonOrThrow(), mean);
            }
        };
    }

    @Override
    public void close() {
        update.close();
        super.close();
    }
}
