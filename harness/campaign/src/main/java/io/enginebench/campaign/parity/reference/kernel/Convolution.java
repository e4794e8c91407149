package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Precision;
import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cross-correlation: {@code y[o][i][j] = b[o] + sum over c, u, v of w[o][c][u][v] x[c][i·s+u·d-p][j·s+v·d-p]}, c being the channels of the
 * filter's group and x being 0 outside. Rows, and filters, are shared out over the processors; each number is summed up in one
 * order whatever their number.
 */
final class Convolution implements Kernel {
    /** The lengths of a call. */
    private static final class Lengths {
        private final Windows windows;
        private final int rows;
        private final int channels;
        private final int filters;
        private final int perGroup;
        private final int filtersPerGroup;
        private final int plane;
        private final int outPlane;
        private final int positions;
        /** By position in the kernel. */
        private final List<int[]> lines;

        Lengths(Operation call) {
            List<Integer> weight = call.input(1).shape();
            windows = new Windows(call, weight.subList(2, weight.size()));
            rows = call.x().length(0);
            channels = call.x().length(1);
            filters = weight.get(0);
            perGroup = weight.get(1);
            filtersPerGroup = filters / call.whole("groups");
            plane = windows.height * windows.width;
            outPlane = windows.outHeight * windows.outWidth;
            positions = windows.kernelHeight * windows.kernelWidth;
            lines = IntStream.range(0, positions)
                    .mapToObj(k -> windows.lines(k / windows.kernelWidth, k % windows.kernelWidth))
                    .toList();
        }

        /** Where the plane of a row begins that a filter has as its {@code c}-th. */
        int input(int row, int filter, int c) {
            return (row * channels + filter / filtersPerGroup * perGroup + c) * plane;
        }

        int output(int row, int filter) {
            return (row * filters + filter) * outPlane;
        }

        int weight(int filter, int c, int position) {
            return (filter * perGroup + c) * positions + position;
        }
    }

    @Override
    public Tensor forward(Operation call) {
        Lengths lengths = new Lengths(call);
        Tensor output = call.zeros();
        double[] y = output.values();
        double[] x = call.x().values();
        double[] w = call.input(1).values();
        int step = lengths.windows.columnStride();
        IntStream.range(0, lengths.rows).parallel().forEach(row -> {
            for (int filter = 0; filter < lengths.filters; filter++) {
                int to = lengths.output(row, filter);
                if (call.inputs().size() == 3) {
                    Arrays.fill(y, to, to + lengths.outPlane, call.input(2).values()[filter]);
                }
                for (int c = 0; c < lengths.perGroup; c++) {
                    int from = lengths.input(row, filter, c);
                    for (int k = 0; k < lengths.positions; k++) {
                        double factor = w[lengths.weight(filter, c, k)];
                        int[] lines = lengths.lines.get(k);
                        for (int l = 0; l < lines.length; l += 3) {
                            addTo(call, y, to + lines[l], 1, x, from + lines[l + 1], step, factor, lines[l + 2]);
                        }
                    }
                }
            }
        });
        return output;
    }

    @Override
    public void backward(Operation call, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        Lengths lengths = new Lengths(call);
        double[] dy = gradient.values();
        double[] x = call.x().values();
        double[] w = call.input(1).values();
        double[] dx = derivatives.get(0).values();
        double[] dw = derivatives.get(1).values();
        int step = lengths.windows.columnStride();
        boolean floats = call.precision() == Precision.FLOAT32;
        IntStream.range(0, lengths.rows).parallel().forEach(row -> {
            for (int filter = 0; filter < lengths.filters; filter++) {
                int from = lengths.output(row, filter);
                for (int c = 0; c < lengths.perGroup; c++) {
                    int to = lengths.input(row, filter, c);
                    for (int k = 0; k < lengths.positions; k++) {
                        double factor = w[lengths.weight(filter, c, k)];
                        int[] lines = lengths.lines.get(k);
                        for (int l = 0; l < lines.length; l += 3) {
                            addTo(call, dx, to + lines[l + 1], step, dy, from + lines[l], 1, factor, lines[l + 2]);
                        }
                    }
                }
            }
        });
        IntStream.range(0, lengths.filters).parallel().forEach(filter -> {
            for (int row = 0; row < lengths.rows; row++) {
                int at = lengths.output(row, filter);
                for (int c = 0; c < lengths.perGroup; c++) {
                    int from = lengths.input(row, filter, c);
                    for (int k = 0; k < lengths.positions; k++) {
                        double sum = 0;
                        int[] lines = lengths.lines.get(k);
                        for (int l = 0; l < lines.length; l += 3) {
                            for (int j = 0; j < lines[l + 2]; j++) {
                                double term = dy[at + lines[l] + j] * x[from + lines[l + 1] + j * step];
                                sum = floats ? (float) (sum + term) : sum + term;
                            }
                        }
                        int weight = lengths.weight(filter, c, k);
                        dw[weight] = call.sum(dw[weight], sum);
                    }
                }
                if (derivatives.size() == 3) {
                    for (int j = 0; j < lengths.outPlane; j++) {
                        double[] byBias = derivatives.get(2).values();
                        byBias[filter] = call.sum(byBias[filter], dy[at + j]);
                    }
                }
            }
        });
    }

    private static void addTo(
            Operation call,
            double[] to,
            int first,
            int toStep,
            double[] from,
            int start,
            int fromStep,
            double factor,
            int count) {
        if (call.precision() == Precision.FLOAT32) {
            for (int j = 0; j < count; j++) {
                int at = first + j * toStep;
                to[at] = (float) (to[at] + factor * from[start + j * fromStep]);
            }
        } else if (toStep == 1 && fromStep == 1) {
            for (int j = 0; j < count; j++) {
                to[first + j] += factor * from[start + j];
            }
        } else {
            for (int j = 0; j < count; j++) {
                to[first + j * toStep] += factor * from[start + j * fromStep];
            }
        }
    }
}
