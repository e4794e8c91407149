package io.enginebench.selfbench.loops;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.translate.TranslateException;
import io.enginebench.engines.spi.EngineAdapter;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The study's network on Fashion-MNIST as DJL's tutorials train: {@code ArrayDataset}, {@code DefaultTrainingConfig} with an
 * evaluator, {@code EasyTrain.trainBatch}, {@code Trainer.step} (DJL's "Train your first model"). Layers in the study's order.
 *
 * <p>{@code TutorialLoop DATA_FOLDER ROWS EPOCHS OUTPUT_FILE}
 */
public final class TutorialLoop {
    private static final int BATCH = 32;
    private static final int EVALUATION_BATCH = 250;

    private TutorialLoop() {}

    /** Trains, answers the test rows once, writes {@link LoopTimes} and halts. */
    public static void main(String[] args) throws IOException, TranslateException {
        Path data = Path.of(args[0]);
        EngineAdapter adapter = EngineAdapter.ofThisProcess();
        Engine.getInstance();
        try (Model model = Model.newInstance("study")) {
            model.setBlock(network());
            DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .addEvaluator(new Accuracy())
                    .optOptimizer(Adam.builder().build());
            ArrayDataset trainSet =
                    dataset(model.getNDManager(), data, DataFiles.TRAIN, Integer.parseInt(args[1]), BATCH);
            ArrayDataset testSet =
                    dataset(model.getNDManager(), data, DataFiles.TEST, Integer.MAX_VALUE, EVALUATION_BATCH);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(BATCH, 1, 28, 28));
                List<Long> epochs = new ArrayList<>();
                for (int epoch = 0; epoch < Integer.parseInt(args[2]); epoch++) {
                    long start = System.nanoTime();
                    for (Batch batch : trainer.iterateDataset(trainSet)) {
                        EasyTrain.trainBatch(trainer, batch);
                        trainer.step();
                        batch.close();
                    }
                    adapter.awaitAll();
                    epochs.add(System.nanoTime() - start);
                    trainer.notifyListeners(listener -> listener.onEpoch(trainer));
                }
                long start = System.nanoTime();
                for (Batch batch : trainer.iterateDataset(testSet)) {
                    trainer.evaluate(batch.getData()).singletonOrThrow().toFloatArray();
                    batch.close();
                }
                adapter.awaitAll();
                Json.write(Path.of(args[3]), new LoopTimes(epochs, System.nanoTime() - start));
            }
        }
        Runtime.getRuntime().halt(0);
    }

    /** The first rows of a folder as a campaign leaves it for its workers; those to train on are drawn in a new order each epoch. */
    private static ArrayDataset dataset(NDManager manager, Path folder, DataFiles files, int most, int batch)
            throws IOException {
        Npy x = Npy.read(files.x(folder));
        int[] rows = IntStream.range(0, Math.min(most, x.shape().get(0))).toArray();
        return new ArrayDataset.Builder()
                .setData(manager.create(x.rows(rows), new Shape(rows.length, 1, 28, 28)))
                .optLabels(manager.create(Npy.read(files.y(folder)).rows(rows)))
                .setSampling(batch, files == DataFiles.TRAIN)
                .build();
    }

    private static SequentialBlock network() {
        Shape two = new Shape(2, 2);
        return new SequentialBlock()
                .add(convolution(32))
                .add(Activation::relu)
                .add(Pool.maxPool2dBlock(two, two))
                .add(convolution(64))
                .add(Activation::relu)
                .add(Pool.maxPool2dBlock(two, two))
                .add(convolution(64))
                .add(Activation::relu)
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(64).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(10).build());
    }

    private static Conv2d convolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .setFilters(filters)
                .build();
    }
}
