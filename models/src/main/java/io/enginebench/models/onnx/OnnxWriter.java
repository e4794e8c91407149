package io.enginebench.models.onnx;

import ai.djl.util.Float16Utils;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.enginebench.record.Check;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Writes nodes and their constants down, and weights when a node first uses them. */
final class OnnxWriter {
    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Map<String, Graph.Array> arrays;
    private final Map<String, float[]> weights;
    private final Set<String> written = new HashSet<>();
    private int temporaries;

    OnnxWriter(Graph graph, Map<String, float[]> weights) {
        this.arrays = graph.arrays();
        this.weights = weights;
    }

    GraphProto.Builder graph() {
        return graph;
    }

    Graph.Array array(String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    /** Adds an operator that makes one array of a name, and returns that. */
    String add(String operator, String output, List<String> inputs, Map<String, Object> attributes) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output);
        inputs.forEach(this::writeWeights);
        // In the order of names, so that one network has one file.
        new TreeMap<>(attributes).forEach((name, value) -> node.addAttribute(attribute(name, value)));
        graph.addNode(node);
        return output;
    }

    /** Adds an operator whose output only the export knows. */
    String add(String operator, List<String> inputs, Map<String, Object> attributes) {
        return add(operator, temporary(), inputs, attributes);
    }

    private String temporary() {
        return "onnx_" + ++temporaries;
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value instanceof Long whole) {
            return attribute
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(whole)
                    .build();
        } else if (value instanceof Double number) {
            return attribute
                    .setType(AttributeProto.AttributeType.FLOAT)
                    .setF(number.floatValue())
                    .build();
        } else if (value instanceof String text) {
            return attribute
                    .setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(text))
                    .build();
        }
        attribute.setType(AttributeProto.AttributeType.INTS);
        ((List<?>) value).forEach(one -> attribute.addInts((Long) one));
        return attribute.build();
    }

    /** A list of whole numbers as an input. */
    String wholes(List<Long> numbers) {
        return constant(
                temporary(),
                ElementType.INT64,
                List.of((long) numbers.size()),
                numbers.stream().map(Long::doubleValue).toList());
    }

    /** A number as an input that fits one of a type. */
    String number(double number, ElementType dtype) {
        return constant(temporary(), dtype, List.of(), List.of(number));
    }

    /** Numbers in C order as an array of a name. */
    String constant(String name, ElementType dtype, List<Long> shape, List<Double> numbers) {
        ByteBuffer bytes = buffer((long) numbers.size() * dtype.bytes());
        for (double number : numbers) {
            switch (dtype) {
                case FLOAT32 -> bytes.putFloat((float) number);
                case FLOAT64 -> bytes.putDouble(number);
                case INT32 -> bytes.putInt((int) number);
                case INT64 -> bytes.putLong((long) number);
                case INT8, UINT8, BOOLEAN -> bytes.put((byte) number);
                case FLOAT16 -> bytes.putShort(Float16Utils.floatToHalf((float) number));
            }
        }
        return initializer(name, dtype, shape, bytes);
    }

    /** The same number in every place. */
    String filled(String name, ElementType dtype, List<Long> shape, double number) {
        long length = shape.stream().reduce(1L, Math::multiplyExact);
        return constant(name, dtype, shape, Collections.nCopies(Math.toIntExact(length), number));
    }

    /** Weights that are made of the network's, in numbers of a type. */
    String weights(ElementType dtype, List<Long> shape, float[] values) {
        return initializer(temporary(), dtype, shape, bytes(dtype, values));
    }

    /** The weights of a parameter, in C order. */
    float[] weights(String name) {
        Graph.Array parameter = array(name);
        long length = parameter.shape().stream().reduce(1L, Math::multiplyExact);
        float[] values = weights.get(name);
        if (values == null || values.length != length) {
            throw new IllegalArgumentException(
                    Check.mistake("weights of " + name, length + " numbers", values == null ? null : values.length));
        }
        Check.that(
                parameter.dtype() == ElementType.FLOAT32 || parameter.dtype() == ElementType.FLOAT16,
                "weights of " + name,
                "float32 or float16",
                parameter.dtype().json());
        return values;
    }

    private void writeWeights(String name) {
        if (arrays.get(name) instanceof Graph.Parameter parameter && written.add(name)) {
            initializer(name, parameter.dtype(), parameter.shape(), bytes(parameter.dtype(), weights(name)));
        }
    }

    private String initializer(String name, ElementType dtype, List<Long> shape, ByteBuffer bytes) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(OnnxModel.elementType(dtype))
                .addAllDims(shape)
                .setRawData(ByteString.copyFrom(bytes.flip())));
        return name;
    }

    private static ByteBuffer bytes(ElementType dtype, float[] values) {
        ByteBuffer bytes = buffer((long) dtype.bytes() * values.length);
        for (float value : values) {
            if (dtype == ElementType.FLOAT16) {
                bytes.putShort(Float16Utils.floatToHalf(value));
            } else {
                bytes.putFloat(value);
            }
        }
        return bytes;
    }

    /** In the order of bytes that the format prescribes. */
    private static ByteBuffer buffer(long length) {
        return ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
