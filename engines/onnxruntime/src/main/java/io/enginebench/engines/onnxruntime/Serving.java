package io.enginebench.engines.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * A network that is ready to run.
 *
 * @param input its only input's name
 */
record Serving(OrtEnvironment environment, OrtSession session, String input) {
    /** {@link io.enginebench.engines.spi.Answerer#answer}. */
    float[] answer(HostRows rows, int first, int end, int batchSize, IntConsumer afterBatch) {
        float[] answers = new float[0];
        for (int from = first; from < end; from += batchSize) {
            int to = Math.min(from + batchSize, end);
            try (OnnxTensor batch = rows.batch(environment, from, to);
                    OrtSession.Result result = session.run(Map.of(input, batch))) {
                FloatBuffer outputs = ((OnnxTensor) result.get(0)).getFloatBuffer();
                int each = outputs.remaining() / (to - from);
                if (from == first) {
                    answers = new float[each * (end - first)];
                }
                outputs.get(answers, (from - first) * each, outputs.remaining());
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime could not answer: " + e.getMessage(), e);
            }
            afterBatch.accept(to - from);
        }
        return answers;
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not close a session: " + e.getMessage(), e);
        }
    }
}
