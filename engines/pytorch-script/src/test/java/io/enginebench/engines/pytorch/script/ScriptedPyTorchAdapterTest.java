package io.enginebench.engines.pytorch.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import io.enginebench.engines.djl.DjlStep;
import io.enginebench.engines.djl.EngineAdapter;
import io.enginebench.engines.djl.EngineAdapter.StepMemory;
import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.models.Networks;
import io.enginebench.models.graph.Recorder;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.task.TrainingLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("engine")
class ScriptedPyTorchAdapterTest {
    private final ScriptedPyTorchAdapter adapter = new ScriptedPyTorchAdapter();
    private final Random random = new Random(1);
    private Engine engine;
    private NDManager manager;

    @BeforeEach
    void start() {
        engine = adapter.start();
        manager = engine.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private float[] numbers(Shape shape) {
        float[] numbers = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    private void initialize(Block network, DataDesc batch) {
        network.setInitializer(
                (owner, shape, type) -> owner.create(numbers(shape), shape), Parameter::requiresGradient);
        network.initialize(
                manager,
                batch.getDataType() == DataType.INT64 ? DataType.FLOAT32 : batch.getDataType(),
                batch.getShape());
    }

    private NDArray batch(DataDesc batch) {
        if (batch.getDataType() == DataType.INT64) {
            return manager.create(random.longs(batch.getShape().size(), 0, 50).toArray(), batch.getShape());
        }
        return manager.create(numbers(batch.getShape()), batch.getShape());
    }

    private Block compiled(Supplier<Block> definition, Block network, DataDesc batch, boolean training) {
        DataDesc row = new DataDesc(batch.getShape().slice(1), batch.getDataType());
        return adapter.compiled(network, () -> Recorder.record(definition.get(), row), manager, batch, training);
    }

    private NDArray forward(Block block, NDArray batch, boolean training) {
        return block.forward(new ParameterStore(manager, false), new NDList(batch), training)
                .singletonOrThrow();
    }

    /** Outputs for a batch, the gradient of each parameter that has one, and all parameters afterwards: running statistics change. */
    private List<float[]> step(Block network, Block called, NDArray batch) {
        List<float[]> all = new ArrayList<>();
        try (StepMemory kept = adapter.stepMemory();
                GradientCollector collector = engine.newGradientCollector()) {
            NDArray outputs = forward(called, batch, true);
            collector.backward(outputs.square().sum());
            all.add(outputs.toFloatArray());
        }
        for (Parameter parameter : network.getParameters().values()) {
            if (parameter.requiresGradient()) {
                try (NDArray gradient = parameter.getArray().getGradient()) {
                    all.add(gradient.toFloatArray());
                    gradient.subi(gradient); // So that one who writes none cannot pass with those of another.
                }
            }
            all.add(parameter.getArray().toFloatArray());
        }
        return all;
    }

    private void assertSame(Supplier<Block> definition, DataDesc batch) {
        Block block = definition.get();
        initialize(block, batch);
        Block scripted = definition.get();
        initialize(scripted, batch);
        List<NDArray> from =
                block.getParameters().values().stream().map(Parameter::getArray).toList();
        List<NDArray> to = scripted.getParameters().values().stream()
                .map(Parameter::getArray)
                .toList();
        for (int i = 0; i < from.size(); i++) {
            to.get(i).set(from.get(i).toFloatArray());
        }
        NDArray rows = batch(batch);
        Block answers = compiled(definition, scripted, batch, false);
        Block steps = compiled(definition, scripted, batch, true);
        assertNotSame(scripted, steps);
        // The first calls of a script are watched and then it is optimised, which must change nothing.
        for (int call = 0; call < 4; call++) {
            assertArrayEquals(
                    forward(block, rows, false).toFloatArray(),
                    forward(answers, rows, false).toFloatArray(),
                    1e-5f);
            List<float[]> expected = step(block, block, rows);
            List<float[]> got = step(scripted, steps, rows);
            assertEquals(expected.size(), got.size());
            for (int i = 0; i < expected.size(); i++) {
                float[] wanted = expected.get(i);
                float largest = 1e-3f;
                for (float value : wanted) {
                    largest = Math.max(largest, Math.abs(value));
                }
                assertArrayEquals(wanted, got.get(i), 1e-4f * largest);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.enginebench.models.Networks#builtIn")
    void eachNetworkIsTheSameFunctionWithTheSameGradients(String name) {
        RowInput row = Stream.of(new RowInput(List.of(1, 28, 28), null), new RowInput(List.of(16), 50))
                .filter(one -> Networks.taking(one).contains(name))
                .findFirst()
                .orElseThrow();
        DataType type = row.dtype() == ElementType.INT64 ? DataType.INT64 : DataType.FLOAT32;
        assertSame(
                () -> Networks.createWithoutDropout(name, row, 3),
                new DataDesc(new Shape(4).addAll(new Shape(row.lengths())), type));
    }

    private static Block lambda(UnaryOperator<NDArray> function) {
        return new LambdaBlock(arrays -> new NDList(function.apply(arrays.singletonOrThrow())));
    }

    /** Operators that no network of the zoo has, one after the other. */
    static Stream<Supplier<Block>> functions() {
        return Stream.<Supplier<Block>>of(
                () -> lambda(x -> x.getNDArrayInternal().softPlus()),
                () -> lambda(x -> x.getNDArrayInternal().softSign()),
                () -> lambda(x -> Activation.swish(x, 1.5f)),
                () -> lambda(x -> Activation.leakyRelu(x, 0.1f)),
                () -> lambda(x -> Activation.elu(x, 0.7f)),
                () -> lambda(Activation::selu),
                () -> lambda(x ->
                        x.abs().add(1).log().add(x.square()).sqrt().add(x.neg().exp())),
                () -> lambda(x -> x.maximum(0.1).sub(0.5).div(3).pow(2)),
                () -> lambda(x -> x.mul(x).minimum(x).tanh()),
                () -> lambda(x -> x.softmax(1).add(x.logSoftmax(-1))),
                () -> lambda(x -> x.max(new int[] {2}, true)
                        .sub(x.min(new int[] {2}, true))
                        .add(x.sum(new int[] {1}, true))),
                () -> lambda(x -> x.concat(x.mul(2), 1)),
                () -> lambda(x -> x.stack(x, 1)),
                () -> lambda(x -> x.get(":, 1:4:2, 2")),
                () -> lambda(x -> x.expandDims(1).broadcast(x.getShape().get(0), 3, 6, 6)),
                () -> lambda(x -> x.add(x.getManager().create(new float[] {1, 2, 3, 4, 5, 6}))),
                () -> lambda(x -> x.add(x.getManager().ones(new Shape(6, 6)))),
                () -> new SequentialBlock()
                        .add(lambda(x -> x.expandDims(1)))
                        .add(Pool.avgPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1))),
                () -> new SequentialBlock().add(lambda(x -> x.expandDims(1))).add(Pool.globalMaxPool2dBlock()),
                () -> GRU.builder()
                        .setNumLayers(2)
                        .setStateSize(5)
                        .optReturnState(false)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void otherOperatorsAreTheSameFunctionsToo(Supplier<Block> function) {
        // With parameters before it, for which there are gradients to compare.
        assertSame(
                () -> new SequentialBlock()
                        .add(Linear.builder().setUnits(6).build())
                        .add(function.get()),
                new DataDesc(new Shape(4, 6, 6), DataType.FLOAT32));
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of("cross-entropy", Loss.softmaxCrossEntropyLoss()),
                Arguments.of("mse", Loss.l2Loss("mse", 1f)),
                Arguments.of("l1", Loss.l1Loss("l1")));
    }

    /** Bit by bit, and from one pass to the next: what a pass leaves in the gradients is there for whoever updates. */
    @ParameterizedTest
    @MethodSource("losses")
    void stepInOneCallHasTheOutputsLossAndGradientsOfTheBlock(String name, Loss loss) {
        int rows = 6;
        Shape row = new Shape(1, 28, 28);
        DataDesc batch = new DataDesc(new Shape(rows).addAll(row), DataType.FLOAT32);
        RowInput input = new RowInput(List.of(1, 28, 28), null);
        Supplier<Block> definition = () -> Networks.create("study-cnn", input, 3);
        Block network = definition.get();
        initialize(network, batch);
        EngineAdapter.Differentiation called = adapter.differentiation(
                        network,
                        () -> Recorder.record(definition.get(), new DataDesc(row, DataType.FLOAT32)),
                        manager,
                        batch,
                        TrainingLoss.typed(name))
                .orElseThrow();
        NDArray x = batch(batch);
        NDArray truth = name.equals("cross-entropy")
                ? manager.create(new float[] {0, 1, 2, 2, 1, 0})
                : manager.create(numbers(new Shape(rows, 3)), new Shape(rows, 3));
        for (int pass = 0; pass < 2; pass++) {
            DjlStep made;
            NDArray mean;
            List<float[]> expected;
            try (StepMemory kept = adapter.stepMemory();
                    GradientCollector collector = engine.newGradientCollector()) {
                NDArray outputs = forward(network, x, true);
                mean = loss.evaluate(new NDList(truth), new NDList(outputs));
                collector.backward(mean);
                expected = new ArrayList<>(List.of(outputs.toFloatArray(), mean.toFloatArray()));
            }
            expected.addAll(takenGradients(network));
            made = called.of(x, truth);
            List<float[]> got =
                    new ArrayList<>(List.of(made.outputs(), made.mean().toFloatArray()));
            got.addAll(takenGradients(network));
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(expected.get(i), got.get(i), name + ", array " + i);
            }
        }
    }

    /** Gradients, which are zero afterwards. */
    private static List<float[]> takenGradients(Block network) {
        List<float[]> all = new ArrayList<>();
        for (Parameter parameter : network.getParameters().values()) {
            try (NDArray gradient = parameter.getArray().getGradient()) {
                all.add(gradient.toFloatArray());
                gradient.subi(gradient);
            }
        }
        return all;
    }

    @Test
    void operatorThatIsNotKnownIsRefusedByItsName() {
        Supplier<Block> definition = () -> lambda(NDArray::sin);
        UnsupportedException refused = assertThrows(
                UnsupportedException.class,
                () -> compiled(definition, definition.get(), new DataDesc(new Shape(2, 3), DataType.FLOAT32), false));
        assertEquals("operator sin", refused.getMessage());
    }

    /** The jar of PyTorch's own adapter is on the class path as well. */
    @Test
    void processOfTheVariantHasTheVariantsAdapter() {
        assertInstanceOf(ScriptedPyTorchAdapter.class, EngineDriver.ofThisProcess());
    }
}
