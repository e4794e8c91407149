package io.enginebench.engines.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import io.enginebench.engines.djl.EngineAdapter.StepMemory;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Learner;
import io.enginebench.record.cell.QualitySpec;
import java.util.function.IntConsumer;

/** Trains in the way that suits the engine. */
final class TunedLearner extends TunedAnswerer implements Learner {
    private final ParameterUpdate update;
    private final Loss loss;

    TunedLearner(DjlSession session, QualitySpec spec, Purpose purpose) {
        super(session, spec, purpose);
        loss = Losses.of(spec.loss());
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
        Engine engine = session.engine();
        try (Subnormals flushed = new Subnormals();
                NDManager epoch = manager.newSubManager()) {
            DjlRows inOrder = ((DjlRows) rows).gather(epoch, order);
            NDArray total = epoch.zeros(new Shape());
            for (int from = 0; from < order.length; from += batchSize) {
                int to = Math.min(from + batchSize, order.length);
                Block called = called(to - from, true);
                try (NDManager step = epoch.newSubManager()) {
                    NDList inputs = new NDList(inOrder.inputs(step, from, to));
                    NDList truth = new NDList(inOrder.truth(step, from, to));
                    NDList outputs;
                    NDArray mean;
                    try (StepMemory kept = session.adapter().stepMemory();
                            GradientCollector gradients = engine.newGradientCollector()) {
                        outputs = called.forward(store, inputs, true);
                        mean = loss.evaluate(truth, outputs);
                        gradients.backward(mean);
                    }
                    probe.differentiated(new DjlStep(outputs.singletonOrThrow(), mean));
                    add(total, mean, to - from, batchSize);
                    update.step();
                }
                afterStep.accept(to - from);
            }
            float sum = total.getFloat();
            session.adapter().awaitAll();
            return sum * batchSize / order.length;
        }
    }

    @Override
    public void close() {
        update.close();
        super.close();
    }
}
