package io.enginebench.engines.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.enginebench.engines.spi.SgemmPeak;
import io.enginebench.models.onnx.OnnxModel;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The product of two square matrices, none of which is known beforehand, as a network of one operator. */
final class Product {
    private static final List<Long> SQUARE = List.of((long) SgemmPeak.SIDE, (long) SgemmPeak.SIDE);
    private static final Graph GRAPH = new Graph(
            List.of(
                    new Graph.Input("one", SQUARE, ElementType.FLOAT32),
                    new Graph.Input("other", SQUARE, ElementType.FLOAT32)),
            List.of(),
            List.of(new Graph.Node(
                    "product", "matMul", List.of("one", "other"), SQUARE, ElementType.FLOAT32, Map.of())),
            List.of("product"));

    private Product() {}

    static byte[] model() {
        return OnnxModel.of(GRAPH, Map.of());
    }

    /** {@link SgemmPeak#gflops}. */
    static double gflops(OnnxRuntimeSession runtime) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        try (OrtSession session = runtime.load(model());
                OnnxTensor one = drawn(runtime, random);
                OnnxTensor other = drawn(runtime, random)) {
            Map<String, OnnxTensor> given = Map.of("one", one, "other", other);
            return SgemmPeak.gflops(() -> run(session, given));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not multiply: " + e.getMessage(), e);
        }
    }

    private static void run(OrtSession session, Map<String, OnnxTensor> given) {
        try {
            session.run(given).close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not multiply: " + e.getMessage(), e);
        }
    }

    private static OnnxTensor drawn(OnnxRuntimeSession runtime, RandomGenerator random) throws OrtException {
        FloatBuffer numbers = ByteBuffer.allocateDirect(SgemmPeak.SIDE * SgemmPeak.SIDE * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        while (numbers.hasRemaining()) {
            numbers.put(2 * random.nextFloat() - 1);
        }
        return OnnxTensor.createTensor(
                runtime.environment(), numbers.flip(), new long[] {SgemmPeak.SIDE, SgemmPeak.SIDE});
    }
}
