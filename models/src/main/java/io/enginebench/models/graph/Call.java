package io.enginebench.models.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.enginebench.record.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One call of a method of DJL's arrays.
 *
 * @param operator the method
 * @param self the array it was called on
 * @param args its arguments; null where the method allows it
 */
record Call(String operator, Value self, List<Object> args) {
    /** Whether the arguments are of these types, null being of any. */
    boolean takes(Class<?>... types) {
        if (args.size() != types.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (args.get(i) != null && !types[i].isInstance(args.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Fails unless the arguments are of these types. */
    void mustTake(Class<?>... types) {
        if (!takes(types)) {
            throw unknown();
        }
    }

    /** What is said of a method that cannot be recorded, or not with such arguments. */
    UnsupportedOperationException unknown() {
        List<String> types = args.stream()
                .map(arg -> arg instanceof NDArray
                        ? "NDArray"
                        : arg == null ? "null" : arg.getClass().getSimpleName())
                .toList();
        return new UnsupportedOperationException("operators of a network must be ones that can be recorded, got "
                + operator + "(" + String.join(", ", types) + ")");
    }

    /** The arguments from one place to another that are arrays; null ones are left out. */
    List<Value> arrays(int from, int to) {
        List<Value> arrays = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (args.get(i) instanceof NDArray array) {
                arrays.add(RecordedArray.valueOf(array));
            } else if (args.get(i) instanceof NDList list) {
                list.forEach(array -> arrays.add(RecordedArray.valueOf(array)));
            }
        }
        return arrays;
    }

    int whole(int place) {
        return ((Number) args.get(place)).intValue();
    }

    boolean flag(int place) {
        return (boolean) args.get(place);
    }

    long[] lengths(int place) {
        return ((Shape) args.get(place)).getShape();
    }

    /** A shape as an attribute. */
    List<Long> wholes(int place) {
        return list(lengths(place));
    }

    static List<Long> list(long... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    static List<Long> list(int... numbers) {
        return Arrays.stream(numbers).mapToObj(number -> (long) number).toList();
    }

    /** An axis counted from the front. */
    int axis(int place, int dimensions) {
        int axis = whole(place);
        require(axis >= -dimensions && axis < dimensions, "axis", "one of " + dimensions, axis);
        return axis < 0 ? axis + dimensions : axis;
    }

    /** Fails unless the network calls the operator as it must be called. */
    void require(boolean holds, String what, String rule, Object got) {
        Check.that(holds, what + " of " + operator, rule, got);
    }

    /** An output of the type of the first input. */
    List<Value> makes(List<Value> inputs, long[] lengths, Map<String, Object> attributes) {
        return makes(operator, inputs, lengths, inputs.get(0).dtype(), attributes);
    }

    /** An output of another operator's name or another type. */
    List<Value> makes(String name, List<Value> inputs, long[] lengths, DataType dtype, Map<String, Object> attributes) {
        require(Arrays.stream(lengths).allMatch(length -> length > 0), "output", "of positive lengths", list(lengths));
        return List.of(Value.of(name, inputs, new Shape(lengths), dtype, attributes));
    }
}
