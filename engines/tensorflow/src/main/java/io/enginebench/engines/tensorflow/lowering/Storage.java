package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Operator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a parameter lies in TensorFlow's memory: as the network has it, but for a convolution's filters (out, in/groups, height, width),
 * which TensorFlow takes as (height, width, in/groups, out), or (height, width, in, out/in) where each channel has filters of its own.
 *
 * @param shape in memory
 * @param axes of the network's array, in the order of memory
 */
public record Storage(List<Long> shape, List<Integer> axes) {
    private static final List<Integer> FILTERS_LAST = List.of(2, 3, 1, 0);

    public Storage {
        shape = List.copyOf(shape);
        axes = List.copyOf(axes);
    }

    /** That of every parameter, by its name. */
    public static Map<String, Storage> of(Graph graph) {
        Map<String, Storage> all = new HashMap<>();
        for (Graph.Parameter parameter : graph.parameters()) {
            Integer[] axes = new Integer[parameter.shape().size()];
            Arrays.setAll(axes, axis -> axis);
            all.put(parameter.name(), new Storage(parameter.shape(), List.of(axes)));
        }
        for (Graph.Node node : graph.nodes()) {
            if (node.operator().equals(Operator.CONVOLUTION.djl())
                    && node.shape().size() == 4) {
                all.computeIfPresent(node.inputs().get(1), (name, inOrder) -> filters(node, inOrder));
            }
        }
        return all;
    }

    private static Storage filters(Graph.Node node, Storage inOrder) {
        if (!inOrder.inOrder()) {
            return inOrder; // Another convolution has the same filters.
        }
        List<Long> from = inOrder.shape();
        long groups = node.whole("groups");
        return new Storage(
                groups > 1 && from.get(1) == 1
                        ? List.of(from.get(2), from.get(3), groups, from.get(0) / groups)
                        : List.of(from.get(2), from.get(3), from.get(1), from.get(0)),
                FILTERS_LAST);
    }

    boolean inOrder() {
        return !axes.equals(FILTERS_LAST);
    }

    /** The lengths in memory. */
    public long[] lengths() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** The numbers of the network's array, in the order of memory. */
    public float[] stored(float[] values, List<Long> shape) {
        return moved(values, shape, true);
    }

    /** The numbers in memory, in the order of the network's array. */
    public float[] loaded(float[] values, List<Long> shape) {
        return moved(values, shape, false);
    }

    private float[] moved(float[] values, List<Long> shape, boolean storing) {
        if (inOrder()) {
            return values;
        }
        int[] strides = new int[shape.size()];
        int stride = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.toIntExact(shape.get(axis));
        }
        float[] moved = new float[values.length];
        int[] position = new int[shape.size()];
        int at = 0;
        for (int i = 0; i < moved.length; i++) {
            moved[storing ? i : at] = values[storing ? at : i];
            for (int k = axes.size() - 1; k >= 0; k--) {
                int axis = axes.get(k);
                at += strides[axis];
                if (++position[axis] < shape.get(axis)) {
                    break;
                }
                at -= strides[axis] * position[axis];
                position[axis] = 0;
            }
        }
        return moved;
    }
}
