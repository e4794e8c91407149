package io.enginebench.engines.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import io.enginebench.engines.djl.EngineAdapter.StepMemory;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Learner;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.task.HyperParameters;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains as DJL's tutorials do ("Train your first model"): {@code ArrayDataset}, {@code EasyTrain.trainBatch}, {@code
 * Trainer.step}, DJL's own optimiser. Without their listeners, which compute an accuracy and print in every step.
 */
final class PlainLearner extends PlainAnswerer implements Learner {
    private final Heard loss;
    private final Trainer trainer;

    PlainLearner(DjlSession session, QualitySpec spec, Purpose purpose) {
        super(session, spec, purpose);
        loss = new Heard(Losses.of(spec.loss()));
        HyperParameters hyper = spec.hyperParameters();
        trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                .optDevices(new Device[] {session.device()})
                .optOptimizer(
                        DjlOptimisers.of(hyper.optimiser(), session.adapter().engineName())));
        trainer.initialize(new Shape(hyper.globalBatchSize()).addAll(row));
    }

    /** A loss that keeps what it was last asked for, which {@code EasyTrain} tells nobody. */
    private static final class Heard extends Loss {
        private final Loss loss;
        private @Nullable NDArray mean;
        private @Nullable NDArray outputs;

        Heard(Loss loss) {
            super(loss.getName());
            this.loss = loss;
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            outputs = predictions.singletonOrThrow();
            NDArray evaluated = loss.evaluate(labels, predictions);
            mean = evaluated;
            return evaluated;
        }
    }

    /** The order in which every engine gets the rows. */
    private static final class InOrder implements Sampler {
        private final int[] order;
        private final int batchSize;

        InOrder(int[] order, int batchSize) {
            this.order = order;
            this.batchSize = batchSize;
        }

        @Override
        public Iterator<List<Long>> sample(RandomAccessDataset dataset) {
            return IntStream.iterate(0, from -> from < order.length, from -> from + batchSize)
                    .mapToObj(from -> Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length)))
                    .map(batch -> Arrays.stream(batch).mapToObj(i -> (long) i).toList())
                    .iterator();
        }

        @Override
        public int getBatchSize() {
            return batchSize;
        }
    }

    @Override
    public float trainEpoch(DeviceRows rows, int[] order, int batchSize, Probe probe, IntConsumer afterStep) {
        DjlRows loaded = (DjlRows) rows;
        ArrayDataset dataset = new ArrayDataset.Builder()
                .setData(loaded.x())
                .optLabels(loaded.y())
                .setSampling(new InOrder(order, batchSize))
                .build();
        try (NDManager epoch = manager.newSubManager()) {
            NDArray total = epoch.zeros(new Shape());
            for (Batch batch : trainer.iterateDataset(dataset)) {
                try (StepMemory kept = session.adapter().stepMemory()) {
                    EasyTrain.trainBatch(trainer, batch);
                }
                NDArray mean = Objects.requireNonNull(loss.mean);
                probe.differentiated(new DjlStep(Objects.requireNonNull(loss.outputs), mean));
                add(total, mean, batch.getSize(), batchSize);
                trainer.step();
                afterStep.accept(batch.getSize());
                batch.close();
            }
            float sum = total.getFloat();
            session.adapter().awaitAll();
            return sum * batchSize / order.length;
        } catch (IOException | TranslateException e) {
            throw new IllegalStateException("rows in memory could not be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        trainer.close();
        super.close();
    }
}
