package io.enginebench.engines.mxnet.symbolic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxSymbolBlock;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.enginebench.engines.djl.DjlStep;
import io.enginebench.engines.djl.EngineAdapter;
import io.enginebench.engines.djl.Losses;
import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.models.Networks;
import io.enginebench.models.graph.Recorder;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.task.TrainingLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
class SymbolicMxNetAdapterTest {
    private final SymbolicMxNetAdapter adapter = new SymbolicMxNetAdapter();
    private final Random random = new Random(1);
    private Engine engine;
    private NDManager manager;
    private Block network;

    /** A batch norm too: its running mean and variance are arrays of the network that no gradient reaches. */
    @BeforeEach
    void makeNetwork() {
        engine = adapter.start();
        manager = engine.newBaseManager();
        network = new SequentialBlock()
                .add(Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .setFilters(4)
                        .build())
                .add(BatchNorm.builder().build())
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(Activation::relu)
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(3).build());
        network.setInitializer(
                (owner, shape, type) -> owner.create(numbers(shape), shape), parameter -> parameter.requiresGradient());
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 2, 8, 8));
    }

    @AfterEach
    void close() {
        network.clear();
        manager.close();
    }

    private float[] numbers(Shape shape) {
        float[] numbers = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    /** MXNet has its own. */
    private static Graph noGraph() {
        return fail("the recorded graph was asked for");
    }

    private static DataDesc described(NDArray batch) {
        return new DataDesc(batch.getShape(), batch.getDataType());
    }

    private Block compiled(NDArray batch, boolean training) {
        return assertInstanceOf(
                MxSymbolBlock.class,
                adapter.compiled(network, SymbolicMxNetAdapterTest::noGraph, manager, described(batch), training));
    }

    private NDArray forward(Block block, NDArray batch, boolean training) {
        return block.forward(new ParameterStore(manager, false), new NDList(batch), training)
                .singletonOrThrow();
    }

    /** Outputs for a batch, then the gradient of each of the network's parameters that has one. */
    private List<float[]> outputsAndGradients(Block block, NDArray batch) {
        List<float[]> all = new ArrayList<>();
        try (GradientCollector collector = engine.newGradientCollector()) {
            NDArray outputs = forward(block, batch, true);
            collector.backward(outputs.square().sum());
            all.add(outputs.toFloatArray());
        }
        all.addAll(takenGradients());
        return all;
    }

    private List<float[]> takenGradients() {
        List<float[]> all = new ArrayList<>();
        for (Parameter parameter : network.getParameters().values()) {
            if (parameter.requiresGradient()) {
                try (NDArray gradient = parameter.getArray().getGradient()) {
                    all.add(gradient.toFloatArray());
                    gradient.subi(gradient); // So that one who writes none cannot pass with those of another.
                }
            }
        }
        return all;
    }

    private static void assertClose(List<float[]> expected, List<float[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), 1e-4f);
        }
    }

    @Test
    void gradientsReachTheNetworksOwnParametersFromBatchesOfAnySize() {
        NDArray whole = manager.create(numbers(new Shape(5, 2, 8, 8)), new Shape(5, 2, 8, 8));
        NDArray partial = manager.create(numbers(new Shape(3, 2, 8, 8)), new Shape(3, 2, 8, 8));
        List<float[]> expectedOfWhole = outputsAndGradients(network, whole);
        List<float[]> expectedOfPartial = outputsAndGradients(network, partial);
        // Output, weight and bias of the convolution and of the dense layer, scale and shift of the batch norm.
        assertEquals(7, expectedOfWhole.size());
        assertNotEquals(0, expectedOfWhole.get(1)[0]);

        Block ofWhole = compiled(whole, true);
        Block ofPartial = compiled(partial, true);
        for (int step = 0; step < 3; step++) {
            assertClose(expectedOfWhole, outputsAndGradients(ofWhole, whole));
            assertClose(expectedOfPartial, outputsAndGradients(ofPartial, partial));
        }
    }

    /** Bit by bit, from one pass to the next, and for a batch of another size. */
    @ParameterizedTest
    @ValueSource(strings = {"cross-entropy", "mse", "l1", "huber"})
    void stepInOneCallHasTheOutputsLossAndGradientsOfTheBlock(String name) {
        TrainingLoss loss = TrainingLoss.typed(name);
        for (int rows : List.of(5, 3)) {
            NDArray x = manager.create(numbers(new Shape(rows, 2, 8, 8)), new Shape(rows, 2, 8, 8));
            NDArray truth = name.equals("cross-entropy")
                    ? manager.create(new float[] {0, 1, 2, 2, 1}).get(new NDIndex(":" + rows))
                    : manager.create(numbers(new Shape(rows, 3)), new Shape(rows, 3));
            EngineAdapter.Differentiation called = adapter.differentiation(
                            network, SymbolicMxNetAdapterTest::noGraph, manager, described(x), loss)
                    .orElseThrow();
            Block compiled = compiled(x, true);
            for (int pass = 0; pass < 3; pass++) {
                List<float[]> expected = new ArrayList<>();
                try (GradientCollector collector = engine.newGradientCollector()) {
                    NDArray outputs = forward(compiled, x, true);
                    NDArray mean = Losses.of(loss).evaluate(new NDList(truth), new NDList(outputs));
                    collector.backward(mean);
                    expected.addAll(List.of(outputs.toFloatArray(), mean.toFloatArray()));
                }
                expected.addAll(takenGradients());
                DjlStep made = called.of(x, truth);
                List<float[]> got =
                        new ArrayList<>(List.of(made.outputs(), made.mean().toFloatArray()));
                got.addAll(takenGradients());
                assertNotEquals(0, got.get(2)[0]);
                for (int i = 0; i < expected.size(); i++) {
                    assertArrayEquals(expected.get(i), got.get(i), name + ", array " + i);
                }
            }
        }
    }

    @Test
    void lossWithAnArrayOfItsOwnIsLeftToTheBlock() {
        NDArray x = manager.create(numbers(new Shape(5, 2, 8, 8)), new Shape(5, 2, 8, 8));
        TrainingLoss weighted = new TrainingLoss.CrossEntropy(0, List.of(1.0, 2.0, 3.0));
        assertTrue(adapter.differentiation(network, SymbolicMxNetAdapterTest::noGraph, manager, described(x), weighted)
                .isEmpty());
    }

    @Test
    void answersFollowTheParameters() {
        NDArray batch = manager.create(numbers(new Shape(5, 2, 8, 8)), new Shape(5, 2, 8, 8));
        Block compiled = compiled(batch, false);
        float[] before = forward(compiled, batch, false).toFloatArray();
        assertArrayEquals(forward(network, batch, false).toFloatArray(), before, 1e-5f);
        for (Parameter parameter : network.getParameters().values()) {
            parameter.getArray().muli(1.5f);
        }
        float[] after = forward(compiled, batch, false).toFloatArray();
        assertArrayEquals(forward(network, batch, false).toFloatArray(), after, 1e-4f);
        assertNotEquals(before[0], after[0], 1e-3f);
    }

    /** As those of a network that only answers are; autograd would note down nothing of it. */
    @Test
    void networkWithoutGradientsIsCompiledToo() {
        NDArray batch = manager.create(numbers(new Shape(5, 2, 8, 8)), new Shape(5, 2, 8, 8));
        network.clear();
        network.freezeParameters(true);
        network.setInitializer((owner, shape, type) -> owner.create(numbers(shape), shape), parameter -> true);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 2, 8, 8));
        Block compiled = compiled(batch, false);
        float[] expected = forward(network, batch, false).toFloatArray();
        assertArrayEquals(expected, forward(compiled, batch, false).toFloatArray(), 1e-5f);
        for (Parameter parameter : network.getParameters().values()) {
            assertFalse(parameter.getArray().hasGradient(), parameter.getName());
        }
    }

    /** Answers are queued before the first is read, so a graph's own memory must not be what they lie in. */
    @Test
    void anAnswerIsNotOverwrittenByTheNext() {
        NDArray one = manager.create(numbers(new Shape(2, 2, 8, 8)), new Shape(2, 2, 8, 8));
        NDArray two = manager.create(numbers(new Shape(2, 2, 8, 8)), new Shape(2, 2, 8, 8));
        Block compiled = compiled(one, false);
        NDArray first = forward(compiled, one, false);
        NDArray second = forward(compiled, two, false);
        assertArrayEquals(forward(network, one, false).toFloatArray(), first.toFloatArray(), 1e-5f);
        assertArrayEquals(forward(network, two, false).toFloatArray(), second.toFloatArray(), 1e-5f);
    }

    @Test
    void anotherBatchSizeIsRefusedByTheGraph() {
        NDArray five = manager.create(numbers(new Shape(5, 2, 8, 8)), new Shape(5, 2, 8, 8));
        NDArray three = manager.create(numbers(new Shape(3, 2, 8, 8)), new Shape(3, 2, 8, 8));
        Block compiled = compiled(five, false);
        assertThrows(
                EngineException.class, () -> forward(compiled, three, false).toFloatArray());
    }

    @Test
    void graphsGoWithTheirOwnerAndTheNetworkStays() {
        NDArray batch = manager.create(numbers(new Shape(5, 2, 8, 8)), new Shape(5, 2, 8, 8));
        float[] expected = forward(network, batch, false).toFloatArray();
        try (NDManager owner = manager.newSubManager()) {
            Block compiled =
                    adapter.compiled(network, SymbolicMxNetAdapterTest::noGraph, owner, described(batch), false);
            forward(compiled, batch, false).toFloatArray();
            compiled.clear();
        }
        assertArrayEquals(expected, forward(network, batch, false).toFloatArray());
    }

    /** As DJL's own {@code Mlp} begins: the rows are counted by the shape that is left. */
    @Test
    void flattenedToALengthThatIsToldIsCompiledToo() {
        Block told = new SequentialBlock()
                .add(Blocks.batchFlattenBlock(128))
                .add(Linear.builder().setUnits(3).build());
        told.setInitializer((owner, shape, type) -> owner.create(numbers(shape), shape), parameter -> true);
        told.initialize(manager, DataType.FLOAT32, new Shape(1, 2, 8, 8));
        NDArray batch = manager.create(numbers(new Shape(5, 2, 8, 8)), new Shape(5, 2, 8, 8));
        Block compiled = adapter.compiled(told, SymbolicMxNetAdapterTest::noGraph, manager, described(batch), false);
        assertArrayEquals(
                forward(told, batch, false).toFloatArray(),
                forward(compiled, batch, false).toFloatArray(),
                1e-5f);
        told.clear();
    }

    @Test
    void constantInTheNetworkIsRefusedBecauseItCannotBeToldFromTheBatch() {
        Block offset = new SequentialBlock()
                .add(network)
                .add(values -> new NDList(values.singletonOrThrow()
                        .add(values.singletonOrThrow().getManager().create(new float[] {1, 2, 3}))));
        NDArray batch = manager.create(numbers(new Shape(5, 2, 8, 8)), new Shape(5, 2, 8, 8));
        assertThrows(
                UnsupportedException.class,
                () -> adapter.compiled(offset, SymbolicMxNetAdapterTest::noGraph, manager, described(batch), false));
    }

    /** What the descriptor says beforehand is what compiling a network finds. */
    @ParameterizedTest
    @MethodSource("io.enginebench.models.Networks#builtIn")
    void descriptorNamesTheOperatorsOfEachNetworkThatIsRefused(String name) throws IOException {
        RowInput row = Stream.of(new RowInput(List.of(1, 28, 28), null), new RowInput(List.of(16), 100))
                .filter(one -> Networks.taking(one).contains(name))
                .findFirst()
                .orElseThrow();
        DataType type = row.dtype() == ElementType.INT64 ? DataType.INT64 : DataType.FLOAT32;
        List<String> operators =
                Recorder.record(Networks.create(name, row, 2), new DataDesc(new Shape(row.lengths()), type))
                        .nodes()
                        .stream()
                        .map(Graph.Node::operator)
                        .toList();
        List<String> lacks = new ArrayList<>();
        new ObjectMapper()
                .readTree(Path.of("src/main/engine/engine.json").toFile())
                .get("lacks")
                .forEach(operator -> lacks.add(operator.asText()));
        Shape batch = new Shape(2).addAll(new Shape(row.lengths()));
        Block block = Networks.createWithoutDropout(name, row, 2);
        block.setInitializer((owner, shape, kind) -> owner.create(numbers(shape), shape), parameter -> true);
        block.initialize(manager, type, batch);
        Executable compile = () ->
                adapter.compiled(block, SymbolicMxNetAdapterTest::noGraph, manager, new DataDesc(batch, type), false);
        if (Collections.disjoint(operators, lacks)) {
            assertDoesNotThrow(compile);
        } else {
            assertThrows(UnsupportedException.class, compile);
        }
    }

    /** The jar of MXNet's own adapter is on the class path as well. */
    @Test
    void processOfTheVariantHasTheVariantsAdapter() {
        assertInstanceOf(SymbolicMxNetAdapter.class, EngineDriver.ofThisProcess());
    }
}
