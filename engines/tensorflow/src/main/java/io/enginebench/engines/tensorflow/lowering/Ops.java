package io.enginebench.engines.tensorflow.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Adds operations to a graph of TensorFlow, by the names that its own documentation has for them. */
public final class Ops {
    private final Graph graph;
    /** What is placed where the memory of the process is. */
    private final Scope host;
    /** What operations have in common: the device, which a builder takes from here alone. */
    private Scope scope;

    private int made;

    /** Of a graph that nobody else adds to. */
    public Ops(Graph graph) {
        this(graph, graph.baseScope(), graph.baseScope());
    }

    private Ops(Graph graph, Scope scope, Scope host) {
        this.graph = graph;
        this.scope = scope;
        this.host = host;
    }

    /** The same, each placed on the only card that is shown by its name, or where it is asked for on the host. */
    public static Ops onCard(Graph graph) {
        return new Ops(graph, on(graph, DeviceSpec.DeviceType.GPU), on(graph, DeviceSpec.DeviceType.CPU));
    }

    private static Scope on(Graph graph, DeviceSpec.DeviceType type) {
        return graph.baseScope()
                .withDevice(
                        DeviceSpec.newBuilder().deviceType(type).deviceIndex(0).build());
    }

    /** Something whose operations are placed where the memory of the process is. */
    public Output<?> onHost(Supplier<Output<?>> made) {
        Scope before = scope;
        scope = host;
        try {
            return made.get();
        } finally {
            scope = before;
        }
    }

    /** An operation with attributes. */
    public GraphOperation operation(String type, Consumer<GraphOperationBuilder> more, Output<?>... inputs) {
        GraphOperationBuilder builder = graph.opBuilder(type, type + "_" + made++, scope);
        for (Output<?> input : inputs) {
            builder.addInput(input);
        }
        more.accept(builder);
        return builder.build();
    }

    /** The first output of an operation with attributes. */
    public Output<?> add(String type, Consumer<GraphOperationBuilder> more, Output<?>... inputs) {
        return operation(type, more, inputs).output(0);
    }

    /** The first output of an operation without attributes. */
    public Output<?> add(String type, Output<?>... inputs) {
        return add(type, none -> {}, inputs);
    }

    /** Of an operation that takes several arrays as one list, and other inputs behind it. */
    Output<?> addOfList(String type, Consumer<GraphOperationBuilder> more, List<Output<?>> list, Output<?>... inputs) {
        return add(type, builder -> {
            builder.addInputList(list.toArray(Output<?>[]::new));
            for (Output<?> input : inputs) {
                builder.addInput(input);
            }
            more.accept(builder);
        });
    }

    /** TensorFlow's derivatives by some arrays of what has been made of them, given those by that. */
    Output<?>[] derivatives(Output<?> result, Output<?>[] of, Output<?> byResult) {
        return graph.addGradients("derivative_" + made++, new Output<?>[] {result}, of, new Output<?>[] {byResult});
    }

    /** Two vectors as one. */
    public Output<?> concat(Output<?> first, Output<?> second) {
        return addOfList("ConcatV2", none -> {}, List.of(first, second), whole(0));
    }

    /** What is done when all of these are done. */
    public Operation all(List<? extends Operation> operations) {
        return operation("NoOp", builder -> operations.forEach(builder::addControlInput));
    }

    /** What is given at each run. */
    public Output<?> placeholder(DataType dtype, long... shape) {
        return add("Placeholder", builder -> builder.setAttr("dtype", dtype).setAttr("shape", Shape.of(shape)));
    }

    private Output<?> constant(Tensor value) {
        return add(
                "Const", builder -> builder.setAttr("dtype", value.dataType()).setAttr("value", value));
    }

    /** A vector of whole numbers, as shapes and axes are. */
    public Output<?> wholes(long... numbers) {
        try (TInt32 value = TInt32.vectorOf(
                Arrays.stream(numbers).mapToInt(Math::toIntExact).toArray())) {
            return constant(value);
        }
    }

    Output<?> wholes(List<Long> numbers) {
        return wholes(numbers.stream().mapToLong(Long::longValue).toArray());
    }

    /** One whole number. */
    public Output<?> whole(long number) {
        try (TInt32 value = TInt32.scalarOf(Math.toIntExact(number))) {
            return constant(value);
        }
    }

    /** One number, of the type of another array. */
    public Output<?> number(double number, DataType dtype) {
        try (TFloat32 value = TFloat32.scalarOf((float) number)) {
            return cast(constant(value), dtype);
        }
    }

    /** Numbers in C order. */
    public Output<?> numbers(float[] numbers, long... shape) {
        try (TFloat32 value = TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(numbers, false, false))) {
            return constant(value);
        }
    }

    /** Of another type. */
    public Output<?> cast(Output<?> x, DataType dtype) {
        return x.dataType() == dtype ? x : add("Cast", builder -> builder.setAttr("DstT", dtype), x);
    }

    /** The same numbers in other lengths. */
    public Output<?> reshape(Output<?> x, long... shape) {
        return Arrays.equals(x.shape().asArray(), shape) ? x : add("Reshape", x, wholes(shape));
    }

    /** Axes of the input in the output's order. */
    public Output<?> transpose(Output<?> x, long... axes) {
        return add("Transpose", x, wholes(axes));
    }

    /** A reduction over some axes. */
    Output<?> reduce(String type, Output<?> x, boolean keepAxes, long... axes) {
        return add(type, builder -> builder.setAttr("keep_dims", keepAxes), x, wholes(axes));
    }

    /** Padding with a number before and behind each axis. */
    Output<?> pad(Output<?> x, double with, long[] before, long[] behind) {
        long[] both = new long[2 * before.length];
        for (int i = 0; i < before.length; i++) {
            both[2 * i] = before[i];
            both[2 * i + 1] = behind[i];
        }
        Output<?> widths = reshape(wholes(both), before.length, 2);
        return with == 0 ? add("Pad", x, widths) : add("PadV2", x, widths, number(with, x.dataType()));
    }
}
