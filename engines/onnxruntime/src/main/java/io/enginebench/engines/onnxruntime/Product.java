package io.enginebench.engines.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.enginebench.engines.spi.SgemmPeak;
import io.enginebench.models.onnx.OnnxModel;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Operator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Two square matrices, neither of which is known beforehand, and a network of one operator of both. */
final class Product {
    private static final List<Long> SQUARE = List.of((long) SgemmPeak.SIDE, (long) SgemmPeak.SIDE);

    private Product() {}

    private static Graph graph(Operator operator) {
        return new Graph(
                List.of(
                        new Graph.Input("one", SQUARE, ElementType.FLOAT32),
                        new Graph.Input("other", SQUARE, ElementType.FLOAT32)),
                List.of(),
                List.of(new Graph.Node(
                        "both", operator.djl(), List.of("one", "other"), SQUARE, ElementType.FLOAT32, Map.of())),
                List.of("both"));
    }

    /** {@link SgemmPeak#gflops}. */
    static double gflops(OnnxRuntimeSession runtime) {
        return of(runtime, Operator.MAT_MUL, SgemmPeak::gflops);
    }

    /** Adds them once: by a kernel of ONNX Runtime's own, where the product of a GPU is one of CUDA's, which may know other cards. */
    static boolean sum(OnnxRuntimeSession runtime) {
        return of(runtime, Operator.ADD, sum -> {
            sum.run();
            return true;
        });
    }

    private static <T> T of(OnnxRuntimeSession runtime, Operator operator, Function<Runnable, T> use) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        try (OrtSession session = runtime.load(OnnxModel.of(graph(operator), Map.of()));
                OnnxTensor one = drawn(runtime, random);
                OnnxTensor other = drawn(runtime, random)) {
            Map<String, OnnxTensor> given = Map.of("one", one, "other", other);
            return use.apply(() -> run(session, given));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not calculate: " + e.getMessage(), e);
        }
    }

    private static void run(OrtSession session, Map<String, OnnxTensor> given) {
        try {
            session.run(given).close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not calculate: " + e.getMessage(), e);
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
