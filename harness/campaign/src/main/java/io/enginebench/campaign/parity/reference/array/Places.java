package io.enginebench.campaign.parity.reference.array;

import java.util.Arrays;
import java.util.List;

/** Where numbers are in arrays in C order: indices into one array for each index into another. */
public final class Places {
    private Places() {}

    /** How far apart in memory two neighbours along each axis are. */
    public static int[] strides(List<Integer> shape) {
        int[] strides = new int[shape.size()];
        int stride = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.get(axis);
        }
        return strides;
    }

    /** The number of elements. */
    public static int count(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /**
     * For each index into an array of a shape, {@code first} plus the sum over its axes of the position along the axis times that
     * axis's step.
     */
    public static int[] walk(List<Integer> shape, int first, int[] steps) {
        int[] places = new int[count(shape)];
        int[] lengths = shape.stream().mapToInt(Integer::intValue).toArray();
        int last = lengths.length - 1;
        int inner = last < 0 ? 1 : lengths[last];
        int step = last < 0 ? 0 : steps[last];
        int[] position = new int[lengths.length];
        int place = first;
        for (int line = 0; line < places.length; line += inner) {
            for (int i = 0; i < inner; i++) {
                places[line + i] = place + i * step;
            }
            for (int axis = last - 1; axis >= 0; axis--) {
                place += steps[axis];
                if (++position[axis] < lengths[axis]) {
                    break;
                }
                place -= steps[axis] * lengths[axis];
                position[axis] = 0;
            }
        }
        return places;
    }

    /** Where each number of an array of shape {@code to} comes from in one of shape {@code from} that is broadcast to it. */
    public static int[] broadcast(List<Integer> from, List<Integer> to) {
        int[] strides = strides(from);
        int[] steps = new int[to.size()];
        for (int i = 0; i < from.size(); i++) {
            steps[to.size() - from.size() + i] = from.get(i) == 1 ? 0 : strides[i];
        }
        return walk(to, 0, steps);
    }

    /** 0..n-1. */
    public static int[] same(int n) {
        int[] places = new int[n];
        Arrays.setAll(places, i -> i);
        return places;
    }
}
