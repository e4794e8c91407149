package io.enginebench.engines.djl;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Learner;
import io.enginebench.record.cell.QualitySpec;
import java.nio.FloatBuffer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers as DJL's tutorials do: a {@code Model}, its {@code Predictor} and a translator, each batch read before the next is
 * handed in.
 */
sealed class PlainAnswerer extends DjlNetwork permits PlainLearner {
    final Model model;
    private final Predictor<NDArray, float[]> predictor;

    PlainAnswerer(DjlSession session, QualitySpec spec, Learner.@Nullable Purpose purpose) {
        super(session, spec, purpose);
        model = Model.newInstance(
                spec.model(), session.device(), session.engine().getEngineName());
        model.setBlock(answering());
        predictor = model.newPredictor(new Floats());
    }

    /** From a batch of rows to (row, output) flattened. */
    private static final class Floats implements NoBatchifyTranslator<NDArray, float[]> {
        @Override
        public NDList processInput(TranslatorContext context, NDArray batch) {
            return new NDList(batch);
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList outputs) {
            return outputs.singletonOrThrow().toFloatArray();
        }
    }

    @Override
    final ImageLayout imageLayout() {
        return ImageLayout.CHANNELS_FIRST;
    }

    @Override
    public final float[] answer(DeviceRows rows, int first, int end, int batchSize, IntConsumer afterBatch) {
        NDArray x = ((DjlRows) rows).x();
        FloatBuffer answers = null;
        for (int from = first; from < end; from += batchSize) {
            int to = Math.min(from + batchSize, end);
            try (NDManager step = manager.newSubManager()) {
                float[] outputs = predictor.predict(x.get(step, new NDIndex().addSliceDim(from, to)));
                if (answers == null) {
                    answers = FloatBuffer.allocate(outputs.length / (to - from) * (end - first));
                }
                answers.put(outputs);
            } catch (TranslateException e) {
                throw new IllegalStateException("a predictor failed: " + e.getMessage(), e);
            }
            afterBatch.accept(to - from);
        }
        return answers == null ? new float[0] : answers.array();
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
        super.close();
    }
}
