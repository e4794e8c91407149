package io.enginebench.models.graph;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.enginebench.record.graph.Operator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One array as it was made: by one call of an operator, or from nothing ({@link #INPUT}, {@link #PARAMETER}). A value is only
 * equal to itself.
 *
 * @param order of the call among all calls, so that values can be listed in order of execution
 * @param operator DJL's name of it, {@link #INPUT} or {@link #PARAMETER}
 * @param shape for the size of batch that was recorded
 */
record Value(
        long order, String operator, List<Value> inputs, Shape shape, DataType dtype, Map<String, Object> attributes) {
    static final String INPUT = "(input)";
    static final String PARAMETER = "(parameter)";

    private static final AtomicLong CALLS = new AtomicLong();

    static Value of(String operator, List<Value> inputs, Shape shape, DataType dtype, Map<String, Object> attributes) {
        return new Value(CALLS.incrementAndGet(), operator, inputs, shape, dtype, new TreeMap<>(attributes));
    }

    /** An array that no operator makes of others. */
    static Value source(String operator, Shape shape, DataType dtype) {
        return of(operator, List.of(), shape, dtype, Map.of());
    }

    /** One number in every place. */
    static Value filled(double fill, Shape shape, DataType dtype) {
        return of(Operator.CONSTANT.djl(), List.of(), shape, dtype, Map.of("fill", fill));
    }

    /** The numbers in C order. */
    static Value constant(List<Double> values, Shape shape, DataType dtype) {
        return of(Operator.CONSTANT.djl(), List.of(), shape, dtype, Map.of("values", values));
    }

    boolean isZeros() {
        return operator.equals(Operator.CONSTANT.djl()) && Double.valueOf(0).equals(attributes.get("fill"));
    }

    long[] lengths() {
        return shape.getShape();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(order);
    }
}
