package io.enginebench.engines.tensorflow;

import io.enginebench.engines.spi.SgemmPeak;
import io.enginebench.engines.tensorflow.lowering.Ops;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/** Two square matrices, neither of which is known beforehand, and an operation of both. */
final class Product {
    private static final int SIDE = SgemmPeak.SIDE;

    private Product() {}

    /** {@link SgemmPeak#gflops}. */
    static double gflops(TensorFlowSession runtime) {
        return of(runtime, "MatMul", SgemmPeak::gflops);
    }

    /** Adds them once: by a kernel of TensorFlow's own, where the product of a GPU is one of CUDA's, which may know other cards. */
    static boolean sum(TensorFlowSession runtime) {
        return of(runtime, "AddV2", sum -> {
            sum.run();
            return true;
        });
    }

    private static <T> T of(TensorFlowSession runtime, String operation, Function<Runnable, T> use) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        try (Graph graph = new Graph();
                Session session = new Session(graph, runtime.config());
                TFloat32 one = drawn(random);
                TFloat32 other = drawn(random)) {
            Ops ops = runtime.place().ops(graph);
            Output<?> left = ops.placeholder(DataType.DT_FLOAT, SIDE, SIDE);
            Output<?> right = ops.placeholder(DataType.DT_FLOAT, SIDE, SIDE);
            Operation both = ops.add(operation, left, right).op();
            return use.apply(() -> Network.run(
                            session.runner().feed(left, one).feed(right, other).addTarget(both))
                    .close());
        }
    }

    private static TFloat32 drawn(RandomGenerator random) {
        float[] numbers = new float[SIDE * SIDE];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 2 * random.nextFloat() - 1;
        }
        return TFloat32.tensorOf(Shape.of(SIDE, SIDE), DataBuffers.of(numbers, false, false));
    }
}
