package io.enginebench.models.graph;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import io.enginebench.record.graph.Operator;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An array without numbers. DJL's two interfaces of arrays have some four hundred methods; all of them arrive at {@link #invoke},
 * which looks up those that make arrays in {@link OperatorRules} by their names, lets DJL's own definitions of one method by
 * others stand, and refuses the rest by name.
 */
final class RecordedArray implements InvocationHandler {
    /** Methods that change the array itself, by the operator with whose result they replace it. */
    private static final Map<String, String> IN_PLACE = Map.of(
            "addi", "add", "subi", "sub", "muli", "mul", "divi", "div", "modi", "mod", "powi", "pow", "negi", "neg",
            "signi", "sign");

    /** What DJL defines by other operators, and engines by a formula of their own. */
    private static final Set<String> DEFAULTS_RECORDED_WHOLE = Set.of("swish", "mish");

    private final RecordingManager manager;
    private final NDArray proxy;
    private Value value;
    private @Nullable String name;

    RecordedArray(RecordingManager manager, Value value) {
        this.manager = manager;
        this.value = value;
        this.proxy = (NDArray) Proxy.newProxyInstance(
                RecordedArray.class.getClassLoader(), new Class<?>[] {NDArray.class, NDArrayEx.class}, this);
    }

    NDArray proxy() {
        return proxy;
    }

    /**
     * What an array is at this moment.
     *
     * @throws UnsupportedOperationException if it is another engine's
     */
    static Value valueOf(NDArray array) {
        if (Proxy.isProxyClass(array.getClass())
                && Proxy.getInvocationHandler(array) instanceof RecordedArray recorded) {
            return recorded.value;
        }
        throw new UnsupportedOperationException(
                "arrays of a recorded network must be made while it is recorded, got one of "
                        + array.getManager().getEngine().getEngineName());
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] given) throws Throwable {
        Object[] args = given == null ? new Object[0] : given;
        String called = method.getName();
        return switch (called) {
            case "getManager" -> manager;
            case "getNDArrayInternal", "getArray" -> proxy;
            case "getShape" -> value.shape();
            case "getDataType" -> value.dtype();
            case "getDevice" -> Device.cpu();
            case "getSparseFormat" -> SparseFormat.DENSE;
            case "getName" -> name;
            case "setName" -> {
                name = (String) args[0];
                yield null;
            }
            case "getUid" -> "recorded-" + value.order();
            case "getResourceNDArrays" -> List.of(proxy);
            case "attach", "tempAttach", "returnResource", "detach", "close", "setRequiresGradient" -> null;
            case "hasGradient", "isReleased" -> false;
            case "equals" -> self == args[0];
            case "hashCode" -> System.identityHashCode(this);
            case "toString" -> value.operator() + value.shape();
            case "duplicate", "toDevice" -> array(value);
            default -> compute(self, method, args);
        };
    }

    private NDArray array(Value made) {
        return new RecordedArray(manager, made).proxy;
    }

    private @Nullable Object compute(Object self, Method method, Object[] args) throws Throwable {
        String called = method.getName();
        if (called.equals("set") && args[0] instanceof Buffer numbers) {
            value = Value.constant(numbers(numbers, value.dtype()), value.shape(), value.dtype());
            return null;
        }
        boolean indexed = called.equals("get") && args.length == 2 && args[1] instanceof NDIndex;
        if (method.isDefault() && !indexed && !DEFAULTS_RECORDED_WHOLE.contains(called)) {
            return InvocationHandler.invokeDefault(self, method, args);
        }
        String operator = IN_PLACE.getOrDefault(called, called);
        List<Value> made = OperatorRules.apply(new Call(operator, value, Arrays.asList(args)));
        if (IN_PLACE.containsKey(called)) {
            value = made.get(0);
            return proxy;
        }
        NDList arrays = new NDList();
        made.forEach(one -> arrays.add(array(one)));
        return method.getReturnType() == NDList.class ? arrays : arrays.singletonOrThrow();
    }

    private static List<Double> numbers(Buffer buffer, DataType dtype) {
        Buffer typed = buffer instanceof ByteBuffer bytes ? dtype.asDataType(bytes) : buffer;
        List<Double> numbers = new ArrayList<>();
        while (typed.hasRemaining()) {
            if (typed instanceof FloatBuffer floats) {
                // The shortest decimal that is this float, not the float's own long one.
                numbers.add(Double.valueOf(Float.toString(floats.get())));
            } else if (typed instanceof DoubleBuffer doubles) {
                numbers.add(doubles.get());
            } else if (typed instanceof IntBuffer ints) {
                numbers.add((double) ints.get());
            } else if (typed instanceof LongBuffer longs) {
                numbers.add((double) longs.get());
            } else if (typed instanceof ByteBuffer bytes) {
                numbers.add((double) bytes.get());
            } else {
                throw new UnsupportedOperationException(
                        Operator.CONSTANT.djl() + " must be of floats, doubles, ints, longs or bytes, got " + dtype);
            }
        }
        return numbers;
    }
}
