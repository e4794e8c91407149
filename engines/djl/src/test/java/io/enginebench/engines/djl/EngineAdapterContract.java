package io.enginebench.engines.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import io.enginebench.engines.djl.EngineAdapter.StepMemory;
import io.enginebench.engines.spi.DoubleLosses;
import io.enginebench.engines.spi.TenSteps;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.task.TrainingLoss;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every adapter keeps, on its real engine; an adapter's test inherits it. */
@Tag("engine")
public abstract class EngineAdapterContract {
    protected static final float[][] START = {{1, -2, 3}, {0.5f, -0.25f}};
    protected static final float RATE = 0.01f;
    /** As large as the gradients, so that eps added to the corrected root of v, as torch.optim does, would show. */
    protected static final float EPSILON = 0.5f;

    protected final EngineAdapter adapter;
    private final Engine engine;

    protected EngineAdapterContract(EngineAdapter adapter) {
        this.adapter = adapter;
        engine = adapter.start();
    }

    protected final NDManager newManager() {
        return engine.newBaseManager();
    }

    /**
     * Twelve steps on half the sum of squares of two arrays, whose gradient is the arrays themselves, against Keras's formula
     * in doubles. A gradient that were kept after a step would be added to the next.
     */
    @Test
    void adamsStepsAreThoseOfKerassFormula() {
        try (NDManager manager = newManager()) {
            List<Parameter> parameters = parameters(manager);
            try (ParameterUpdate adam = adapter.adam(parameters, manager, RATE, EPSILON)) {
                for (int step = 0; step < 12; step++) {
                    backward(parameters);
                    adam.step();
                }
            }
            for (int i = 0; i < START.length; i++) {
                assertArrayEquals(
                        keras(START[i], 12), parameters.get(i).getArray().toFloatArray(), 1e-6f);
            }
            parameters.forEach(Parameter::close);
        }
    }

    /** As above for every optimiser. */
    @ParameterizedTest
    @MethodSource("io.enginebench.engines.spi.TenSteps#optimisers")
    void tenStepsOfEveryOptimiserAreThoseOfItsFormula(Optimiser optimiser) {
        try (NDManager manager = newManager()) {
            List<Parameter> parameters = parameters(manager);
            try (ParameterUpdate update = adapter.update(parameters, manager, optimiser)) {
                for (int step = 0; step < TenSteps.STEPS; step++) {
                    backward(parameters);
                    int before = manager.getManagedArrays().size();
                    update.step();
                    assertTrue(step == 0 || manager.getManagedArrays().size() == before, "a step leaves arrays behind");
                }
            }
            assertAreTenStepsOf(optimiser, parameters);
            parameters.forEach(Parameter::close);
        }
    }

    /** Timings train in a thread of their own, in which PyTorch records what is done to parameters unless it is told not to. */
    @Test
    void optimisersMakeStepsInAnyThread() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (Optimiser optimiser : TenSteps.optimisers()) {
                other.submit(() -> tenStepsOfEveryOptimiserAreThoseOfItsFormula(optimiser))
                        .get();
            }
        } finally {
            other.shutdown();
        }
    }

    private static void assertAreTenStepsOf(Optimiser optimiser, List<Parameter> parameters) {
        List<double[]> start =
                Stream.of(START).map(EngineAdapterContract::doubles).toList();
        List<double[]> expected = TenSteps.downASum(optimiser, start);
        for (int i = 0; i < START.length; i++) {
            assertArrayEquals(
                    expected.get(i), doubles(parameters.get(i).getArray().toFloatArray()), 2e-6, optimiser.words());
        }
    }

    /** What DJL's own optimisers lack on the engine, by the words of the plain division; none but these may be lacking. */
    protected abstract Set<String> lackingInDjl();

    /** The plain division trains by DJL's own optimisers: by the formula, or not at all. */
    @Test
    void optimisersOfDjlHaveTheFormulaOrAreRefused() {
        Set<String> lacking = new TreeSet<>();
        for (Optimiser optimiser : TenSteps.optimisers()) {
            Optimizer djls;
            try {
                djls = DjlOptimisers.of(optimiser, adapter.engineName());
            } catch (UnsupportedException e) {
                lacking.add(String.valueOf(e.getMessage()).replaceFirst(".*, has no ", ""));
                continue;
            }
            try (NDManager manager = newManager()) {
                List<Parameter> parameters = parameters(manager);
                for (int step = 0; step < TenSteps.STEPS; step++) {
                    backward(parameters);
                    for (Parameter parameter : parameters) {
                        try (NDArray gradient = parameter.getArray().getGradient()) {
                            djls.update(parameter.getId(), parameter.getArray(), gradient);
                        }
                    }
                }
                assertAreTenStepsOf(optimiser, parameters);
                parameters.forEach(Parameter::close);
            }
        }
        assertEquals(lackingInDjl(), lacking);
    }

    /** Of three rows, of which a regression's two targets are off by 0.25 to 2.25: on both sides of Huber's delta. */
    @ParameterizedTest
    @MethodSource("io.enginebench.engines.spi.DoubleLosses#losses")
    void lossAndItsDerivativeAreThoseOfTheFormula(TrainingLoss loss) {
        boolean classes = loss.kind() == TaskKind.CLASSIFICATION;
        float[] outputs = classes
                ? new float[] {1, -2, 0.5f, 3, 0, -1, 0.25f, 2, 2.5f}
                : new float[] {1.5f, 2.25f, 0, 0.75f, -1, 0.5f};
        float[] truth = classes ? new float[] {2, 0, 1} : new float[] {1, 0, 1, 1, 0, 0};
        try (NDManager manager = newManager()) {
            NDArray z = manager.create(outputs, new Shape(3, outputs.length / 3));
            NDArray y = manager.create(truth, classes ? new Shape(3) : new Shape(3, 2));
            z.setRequiresGradient(true);
            NDArray mean;
            try (StepMemory kept = adapter.stepMemory();
                    GradientCollector gradients = engine.newGradientCollector()) {
                mean = Losses.of(loss).evaluate(new NDList(y), new NDList(z));
                gradients.backward(mean);
            }
            // The ladder's tolerance of a loss: MXNet's logarithm of a softmax is half of that off.
            double expected = DoubleLosses.mean(loss, doubles(outputs), doubles(truth));
            assertEquals(expected, mean.getFloat(), 1e-5 * expected);
            assertArrayEquals(
                    DoubleLosses.slopes(loss, doubles(outputs), doubles(truth)),
                    doubles(z.getGradient().toFloatArray()),
                    1e-5);
        }
    }

    /** Of the numbers that arrays are multiplied by DJL itself keeps none on PyTorch. */
    @Test
    void numbersOfAStepOutliveGarbageCollection() throws InterruptedException {
        try (NDManager manager = newManager()) {
            for (int i = 0; i < 5; i++) {
                NDArray x = manager.create(new float[] {1, 2});
                x.setRequiresGradient(true);
                try (StepMemory kept = adapter.stepMemory();
                        GradientCollector gradients = engine.newGradientCollector()) {
                    NDArray sum = x.mul(3).maximum(0.5f).sum();
                    System.gc();
                    Thread.sleep(5); // Buffers are freed by another thread.
                    gradients.backward(sum);
                }
                assertArrayEquals(new float[] {3, 3}, x.getGradient().toFloatArray());
            }
        }
    }

    private static double[] doubles(float[] floats) {
        return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    }

    /** Two optimisers of one process, as of two learners, share no state. */
    @Test
    void eachAdamHasItsOwnState() {
        try (NDManager manager = newManager()) {
            float[] alone = null;
            for (int time = 0; time < 2; time++) {
                List<Parameter> parameters = parameters(manager);
                try (ParameterUpdate adam = adapter.adam(parameters, manager, RATE, EPSILON)) {
                    backward(parameters);
                    adam.step();
                }
                float[] moved = parameters.get(0).getArray().toFloatArray();
                if (alone != null) {
                    assertArrayEquals(alone, moved);
                }
                alone = moved;
                parameters.forEach(Parameter::close);
            }
        }
    }

    /** The handles of an array are freed with its manager; what was taken of it lives as long as its own. */
    @Test
    void rowsOutliveTheirArrayAndAreFreedWithTheirOwner() {
        try (NDManager manager = newManager();
                NDManager owner = manager.newSubManager()) {
            NDArray rows;
            try (NDManager other = manager.newSubManager()) {
                float[] values = new float[5 * 2 * 3];
                IntStream.range(0, values.length).forEach(i -> values[i] = i);
                rows = adapter.rows(owner, other.create(values, new Shape(5, 2, 3)), 3, 5);
                assertEquals(new Shape(2, 2, 3), rows.getShape());
            }
            for (int i = 0; i < 100; i++) {
                owner.zeros(new Shape(5, 2, 3)).close(); // Would take the place of memory that is free.
            }
            assertArrayEquals(new float[] {18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29}, rows.toFloatArray());
            assertEquals(List.of(rows), owner.getManagedArrays());
        }
    }

    /** The trap is the order: an array that once had room for a gradient keeps it. */
    @Test
    void parameterFrozenBeforeItIsInitialisedHasNoGradient() {
        try (NDManager manager = newManager()) {
            Parameter parameter = uninitialised(START[0]);
            parameter.freeze(true);
            parameter.initialize(manager, DataType.FLOAT32);
            assertFalse(parameter.getArray().hasGradient());
            parameter.close();
        }
    }

    protected static List<Parameter> parameters(NDManager manager) {
        return List.of(parameter(manager, START[0]), parameter(manager, START[1]));
    }

    private static Parameter parameter(NDManager manager, float[] values) {
        Parameter parameter = uninitialised(values);
        parameter.initialize(manager, DataType.FLOAT32);
        return parameter;
    }

    private static Parameter uninitialised(float[] values) {
        return Parameter.builder()
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(values.length))
                .optInitializer((owner, shape, type) -> owner.create(values))
                .build();
    }

    /** The gradient of half the sum of squares. */
    protected final void backward(List<Parameter> parameters) {
        try (StepMemory kept = adapter.stepMemory();
                GradientCollector gradients = engine.newGradientCollector()) {
            NDArray loss = parameters.get(0).getArray().square().sum();
            for (Parameter parameter : parameters.subList(1, parameters.size())) {
                loss = loss.add(parameter.getArray().square().sum());
            }
            gradients.backward(loss.mul(0.5f));
        }
    }

    private static float[] keras(float[] start, int steps) {
        float[] end = start.clone();
        for (int i = 0; i < end.length; i++) {
            double w = start[i];
            double m = 0;
            double v = 0;
            for (int t = 1; t <= steps; t++) {
                m = 0.9 * m + 0.1 * w;
                v = 0.999 * v + 0.001 * w * w;
                w -= RATE * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t)) * m / (Math.sqrt(v) + EPSILON);
            }
            end[i] = (float) w;
        }
        return end;
    }
}
