package io.enginebench.campaign.parity.reference.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * How windows lie on the planes of an image (batch, channel, height, width); a sequence (batch, channel, width) counts as one of
 * height 1. Output (i, j) of a plane has the input ({@code i·stride + u·dilation − padding}, likewise j) at the kernel's (u, v).
 */
final class Windows {
    final int height;
    final int width;
    final int outHeight;
    final int outWidth;
    final int kernelHeight;
    final int kernelWidth;
    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;

    Windows(Operation call, List<Integer> kernel) {
        List<Integer> from = call.x().shape();
        height = spatial(from.subList(2, from.size()), 1)[0];
        width = spatial(from.subList(2, from.size()), 1)[1];
        outHeight = spatial(call.shape().subList(2, from.size()), 1)[0];
        outWidth = spatial(call.shape().subList(2, from.size()), 1)[1];
        kernelHeight = spatial(kernel, 1)[0];
        kernelWidth = spatial(kernel, 1)[1];
        stride = spatial(call.wholes("stride"), 1);
        padding = spatial(call.wholes("padding"), 0);
        dilation = spatial(call.wholes("dilation"), 1);
    }

    /** Whether there are such windows: over one or two axes. */
    static boolean may(List<?> shape) {
        return shape.size() == 3 || shape.size() == 4;
    }

    private static int[] spatial(List<Integer> lengths, int otherwise) {
        int n = lengths.size();
        return new int[] {n < 2 ? otherwise : lengths.get(n - 2), n < 1 ? otherwise : lengths.get(n - 1)};
    }

    int columnStride() {
        return stride[1];
    }

    int line(int i, int u) {
        return i * stride[0] + u * dilation[0] - padding[0];
    }

    int column(int j, int v) {
        return j * stride[1] + v * dilation[1] - padding[1];
    }

    /** The number of an output's inputs and of the padding that its window covers. */
    int covered(int i, int j) {
        int bottom = Math.min(line(i, 0) + kernelHeight, height + padding[0]);
        int right = Math.min(column(j, 0) + kernelWidth, width + padding[1]);
        return (bottom - line(i, 0)) * (right - column(j, 0));
    }

    /**
     * The lines of a plane of the output to which a position of the kernel brings something, those that go on from each other as one: for
     * each, the first index into the output's plane, the one into the input's plane, and the number of columns.
     */
    int[] lines(int u, int v) {
        int first = 0;
        while (first < outWidth && column(first, v) < 0) {
            first++;
        }
        int end = outWidth;
        while (end > first && column(end - 1, v) >= width) {
            end--;
        }
        int[] lines = new int[3 * outHeight];
        int filled = 0;
        for (int i = 0; i < outHeight; i++) {
            int line = line(i, u);
            if (line >= 0 && line < height && end > first) {
                int out = i * outWidth + first;
                int in = line * width + column(first, v);
                int before = filled - 3;
                if (filled > 0
                        && out == lines[before] + lines[before + 2]
                        && in == lines[before + 1] + lines[before + 2] * stride[1]) {
                    lines[before + 2] += end - first; // It goes on from the line above.
                } else {
                    lines[filled++] = out;
                    lines[filled++] = in;
                    lines[filled++] = end - first;
                }
            }
        }
        return Arrays.copyOf(lines, filled);
    }
}
