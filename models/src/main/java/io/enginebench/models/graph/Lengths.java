package io.enginebench.models.graph;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What operators do to the lengths of axes. */
final class Lengths {
    private Lengths() {}

    static long product(long... lengths) {
        return Arrays.stream(lengths).reduce(1, Math::multiplyExact);
    }

    static long[] concat(long[] first, long... second) {
        return LongStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    static long[] with(long[] lengths, int axis, long length) {
        long[] changed = lengths.clone();
        changed[axis] = length;
        return changed;
    }

    /** Without some axes, or with 1 in their places. */
    static long[] reduced(long[] lengths, int[] axes, boolean keep) {
        return IntStream.range(0, lengths.length)
                .filter(i -> keep || !contains(axes, i, lengths.length))
                .mapToLong(i -> contains(axes, i, lengths.length) ? 1 : lengths[i])
                .toArray();
    }

    private static boolean contains(int[] axes, int axis, int dimensions) {
        return Arrays.stream(axes).anyMatch(one -> Math.floorMod(one, dimensions) == axis);
    }

    /** Of two arrays that are combined element by element: aligned at the last axis, lengths of 1 stretched, as NumPy does. */
    static long[] broadcast(Call call, long[] left, long[] right) {
        int dimensions = Math.max(left.length, right.length);
        long[] lengths = new long[dimensions];
        for (int i = 1; i <= dimensions; i++) {
            long a = i <= left.length ? left[left.length - i] : 1;
            long b = i <= right.length ? right[right.length - i] : 1;
            call.require(
                    a == b || a == 1 || b == 1,
                    "lengths",
                    "the same or 1 along each axis",
                    Call.list(left) + " and " + Call.list(right));
            lengths[dimensions - i] = a == 1 ? b : a;
        }
        return lengths;
    }

    /**
     * The output (…) of windows over the spatial axes of (batch, channel, …).
     *
     * @param ceiling whether a last window may stand over the far end, as PyTorch has it: it must begin within the input or its
     *     near padding
     */
    static long[] windows(
            long[] input, long[] kernel, long[] stride, long[] padding, long[] dilation, boolean ceiling) {
        long[] output = new long[kernel.length];
        for (int i = 0; i < kernel.length; i++) {
            long room = input[i + 2] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1;
            output[i] = Math.floorDiv(room + (ceiling ? stride[i] - 1 : 0), stride[i]) + 1;
            if (ceiling && (output[i] - 1) * stride[i] >= input[i + 2] + padding[i]) {
                output[i]--;
            }
        }
        return output;
    }

    /** The lengths asked for, in which one −1 is whatever is left. */
    static long[] reshaped(Call call, long[] from, long[] asked) {
        long known = -product(asked);
        long[] lengths = asked.clone();
        for (int i = 0; i < asked.length; i++) {
            if (asked[i] == -1) {
                call.require(
                        known > 0 && product(from) % known == 0,
                        "shape",
                        "a divisor of " + Call.list(from),
                        Call.list(asked));
                lengths[i] = product(from) / known;
            }
        }
        call.require(
                product(lengths) == product(from),
                "shape",
                "of as many elements as " + Call.list(from),
                Call.list(asked));
        return lengths;
    }
}
