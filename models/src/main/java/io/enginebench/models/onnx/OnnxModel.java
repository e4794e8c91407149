package io.enginebench.models.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.enginebench.record.Check;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import java.util.List;
import java.util.Map;

/**
 * A recorded network as an ONNX model of opset 17 that evaluates batches of any size: inputs and outputs have the graph's names and
 * shapes, the batch's length is free, weights are inside.
 *
 * <p>To make one of any network in DJL's block API, record it by {@code io.enginebench.models.graph.Recorder} and hand over the
 * values of its {@code Block.getParameters()} by their names there.
 */
public final class OnnxModel {
    private static final int OPSET = 17;

    /** The first version of the format that knows opset 17, and so the one that most readers know. */
    private static final int IR_VERSION = 8;

    private OnnxModel() {}

    /**
     * The content of the file.
     *
     * @param weights of every parameter that the graph uses, by its name, in C order
     * @throws IllegalArgumentException if a parameter's weights are missing or of another length
     * @throws UnsupportedOperationException if the graph has operators that are not known here; names them
     */
    public static byte[] of(Graph graph, Map<String, float[]> weights) {
        List<String> unknown = graph.nodes().stream()
                .filter(node -> !Lowerings.has(node))
                .map(Graph.Node::operator)
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            throw new UnsupportedOperationException(
                    Check.mistake("operators of an ONNX model", "known to its export", unknown));
        }
        OnnxWriter writer = new OnnxWriter(graph, weights);
        graph.nodes().forEach(node -> Lowerings.write(writer, node));
        GraphProto.Builder content = writer.graph().setName("enginebench");
        graph.inputs().forEach(input -> content.addInput(describe(input)));
        graph.outputs().forEach(name -> content.addOutput(describe(writer.array(name))));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setProducerName("enginebench")
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("graph_sha256")
                        .setValue(graph.sha256()))
                .setGraph(content)
                .build()
                .toByteArray();
    }

    private static ValueInfoProto describe(Graph.Array array) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long length : array.shape()) {
            TensorShapeProto.Dimension.Builder axis = shape.addDimBuilder();
            if (length == -1) {
                axis.setDimParam("batch");
            } else if (length < 0) {
                axis.setDimParam(-length + "*batch");
            } else {
                axis.setDimValue(length);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(array.name())
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(elementType(array.dtype()))
                                .setShape(shape)))
                .build();
    }

    /** ONNX's number for a type, those of {@code TensorProto.DataType}. */
    static int elementType(ElementType dtype) {
        return switch (dtype) {
            case FLOAT32 -> 1;
            case UINT8 -> 2;
            case INT8 -> 3;
            case INT32 -> 6;
            case INT64 -> 7;
            case BOOLEAN -> 9;
            case FLOAT16 -> 10;
            case FLOAT64 -> 11;
        };
    }
}
