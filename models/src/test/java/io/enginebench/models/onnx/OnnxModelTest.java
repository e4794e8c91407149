package io.enginebench.models.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import io.enginebench.models.Networks;
import io.enginebench.models.graph.Recorder;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Graph.Role;
import io.enginebench.record.graph.RowInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file says; what it answers is compared with engines where there are some. */
class OnnxModelTest {
    private static Graph linear(String activation) {
        return new Graph(
                List.of(new Graph.Input("input", List.of(-1L, 2L), ElementType.FLOAT32)),
                List.of(
                        new Graph.Parameter("weight", List.of(1L, 2L), ElementType.FLOAT32, Role.WEIGHT, true),
                        new Graph.Parameter("unused", List.of(9L), ElementType.FLOAT32, Role.BIAS, true)),
                List.of(
                        node("linear_1", "linear", List.of("input", "weight")),
                        node("last", activation, List.of("linear_1"))),
                List.of("last"));
    }

    private static Graph.Node node(String name, String operator, List<String> inputs) {
        return new Graph.Node(name, operator, inputs, List.of(-1L, 1L), ElementType.FLOAT32, Map.of());
    }

    @Test
    void aModelIsOfOpset17WithAFreeBatchAndTheWeightsThatAreUsed() throws Exception {
        byte[] bytes = OnnxModel.of(linear("relu"), Map.of("weight", new float[] {1, -2}));
        ModelProto model = ModelProto.parseFrom(bytes);
        assertEquals(17, model.getOpsetImport(0).getVersion());
        assertEquals(linear("relu").sha256(), model.getMetadataProps(0).getValue());
        assertEquals(
                List.of("Gemm", "Relu"),
                model.getGraph().getNodeList().stream()
                        .map(NodeProto::getOpType)
                        .toList());
        TensorShapeProto shape =
                model.getGraph().getInput(0).getType().getTensorType().getShape();
        assertEquals("batch", shape.getDim(0).getDimParam());
        assertEquals(2, shape.getDim(1).getDimValue());
        assertEquals(1, model.getGraph().getInitializerCount());
        // Little-endian: 1 is 0x3f800000, −2 is 0xc0000000.
        assertArrayEquals(
                new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0},
                model.getGraph().getInitializer(0).getRawData().toByteArray());
        assertArrayEquals(bytes, OnnxModel.of(linear("relu"), Map.of("weight", new float[] {1, -2})));
    }

    @Test
    void anOperatorThatOnnxDoesNotHaveIsNamed() {
        assertEquals(
                "operators of an ONNX model must be known to its export, got [erfinv]",
                assertThrows(
                                UnsupportedOperationException.class,
                                () -> OnnxModel.of(linear("erfinv"), Map.of("weight", new float[2])))
                        .getMessage());
    }

    @Test
    void weightsMustBeThereAndOfTheParametersLength() {
        assertEquals(
                "weights of weight must be 2 numbers, got none",
                assertThrows(IllegalArgumentException.class, () -> OnnxModel.of(linear("relu"), Map.of()))
                        .getMessage());
        assertEquals(
                "weights of weight must be 2 numbers, got 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> OnnxModel.of(linear("relu"), Map.of("weight", new float[3])))
                        .getMessage());
    }

    private static boolean runs(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    private static boolean hasChecker() throws InterruptedException {
        try {
            return runs(
                    List.of("python3", "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('onnx') is None)"));
        } catch (IOException e) {
            return false; // No Python.
        }
    }

    /** Every network of the zoo, checked by ONNX's own code, which shares nothing with this, its shapes included. */
    @Test
    void checkerOfOnnxFindsNothingInAnyNetwork(@TempDir Path folder) throws Exception {
        assumeTrue(hasChecker(), "needs Python's onnx (python3-onnx)");
        List<String> command = new ArrayList<>(List.of(
                "python3",
                "-c",
                "import sys, onnx\nfor f in sys.argv[1:]: onnx.checker.check_model(onnx.load(f), full_check=True)"));
        for (RowInput row : List.of(new RowInput(List.of(1, 28, 28), null), new RowInput(List.of(16), 100))) {
            DataType type = row.dtype() == ElementType.INT64 ? DataType.INT64 : DataType.FLOAT32;
            for (String name : Networks.taking(row)) {
                Graph graph =
                        Recorder.record(Networks.create(name, row, 10), new DataDesc(new Shape(row.lengths()), type));
                Map<String, float[]> weights = graph.parameters().stream()
                        .collect(Collectors.toMap(
                                Graph.Parameter::name,
                                parameter -> new float
                                        [(int) parameter.shape().stream()
                                                .mapToLong(Long::longValue)
                                                .reduce(1, (a, b) -> a * b)]));
                command.add(Files.write(folder.resolve(name + ".onnx"), OnnxModel.of(graph, weights))
                        .toString());
            }
        }
        assertTrue(runs(command), command.toString());
    }
}
