package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Precision;
import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cross-correlation: {@code y[o][i][j] = b[o] + sum over c, u, v of w[o][c][u][v] x[c][i·s+u·d-p][j·s+v·d-p]}, c being the channels of the
 * filter's group and x being 0 outside. What each window covers is written side by side, so that the sums are those of matrix
 * products. Rows, and filters, are shared out over the processors; each number is summed up in one order whatever their number.
 */
final class Convolution implements Kernel {
    /** Filters that share one reading of a window. */
    private static final int ABREAST = 4;

    /** The lengths of a call. */
    private static final class Lengths {
        private final int rows;
        private final int channels;
        private final int filters;
        private final int groups;
        private final int perGroup;
        private final int filtersPerGroup;
        private final int plane;
        private final int outPlane;
        /** Of what a window covers, in all channels of its group: by channel, then by position in the kernel. */
        private final int covered;

        private final int columnStride;
        /** By position in the kernel. */
        private final List<int[]> lines;

        Lengths(Operation call) {
            List<Integer> weight = call.input(1).shape();
            Windows windows = new Windows(call, weight.subList(2, weight.size()));
            rows = call.x().length(0);
            channels = call.x().length(1);
            filters = weight.get(0);
            groups = call.whole("groups");
            perGroup = weight.get(1);
            filtersPerGroup = filters / groups;
            plane = windows.height * windows.width;
            outPlane = windows.outHeight * windows.outWidth;
            columnStride = windows.columnStride();
            lines = IntStream.range(0, windows.kernelHeight * windows.kernelWidth)
                    .mapToObj(k -> windows.lines(k / windows.kernelWidth, k % windows.kernelWidth))
                    .toList();
            covered = perGroup * lines.size();
        }

        int output(int row, int filter) {
            return (row * filters + filter) * outPlane;
        }

        /** Where each number that a window covers is in the input of a row, for the windows of a group (window, covered). */
        void each(int row, int group, Place place) {
            for (int c = 0; c < perGroup; c++) {
                int from = (row * channels + group * perGroup + c) * plane;
                for (int k = 0; k < lines.size(); k++) {
                    int[] some = lines.get(k);
                    for (int l = 0; l < some.length; l += 3) {
                        int at = some[l] * covered + c * lines.size() + k;
                        int in = from + some[l + 1];
                        for (int j = 0; j < some[l + 2]; j++) {
                            place.is(at + j * covered, in + j * columnStride);
                        }
                    }
                }
            }
        }

        /** What the windows of a group cover (window, covered), with zeros outside the input. */
        double[] windows(double[] x, int row, int group) {
            double[] windows = new double[outPlane * covered];
            each(row, group, (window, input) -> windows[window] = x[input]);
            return windows;
        }

        /** Filters whose gradients are summed up by one thread: of one group, and a part of them where there is but one group. */
        List<int[]> units() {
            int parts = groups > 1 ? 1 : Math.min(filters, Runtime.getRuntime().availableProcessors());
            return IntStream.range(0, groups * parts)
                    .mapToObj(unit -> new int[] {
                        unit / parts,
                        unit / parts * filtersPerGroup + unit % parts * filtersPerGroup / parts,
                        unit / parts * filtersPerGroup + (unit % parts + 1) * filtersPerGroup / parts
                    })
                    .toList();
        }
    }

    /** Told of a place among the windows and the one in the input that it is. */
    @FunctionalInterface
    private interface Place {
        void is(int window, int input);
    }

    @Override
    public Tensor forward(Operation call) {
        Lengths lengths = new Lengths(call);
        Tensor output = call.zeros();
        double[] y = output.values();
        double[] x = call.x().values();
        double[] w = call.input(1).values();
        double[] bias = call.inputs().size() == 3 ? call.input(2).values() : new double[lengths.filters];
        boolean floats = call.precision() == Precision.FLOAT32;
        IntStream.range(0, lengths.rows).parallel().forEach(row -> {
            for (int group = 0; group < lengths.groups; group++) {
                double[] windows = lengths.windows(x, row, group);
                int end = (group + 1) * lengths.filtersPerGroup;
                int next;
                for (int filter = group * lengths.filtersPerGroup; filter < end; filter = next) {
                    next = filter + ABREAST <= end ? filter + ABREAST : filter + 1;
                    for (int window = 0; window < lengths.outPlane; window++) {
                        products(lengths, floats, windows, window, w, bias, y, row, filter, next);
                    }
                }
            }
        });
        return output;
    }

    /** A window by one filter, or by as many as go abreast. */
    private static void products(
            Lengths lengths,
            boolean floats,
            double[] windows,
            int window,
            double[] w,
            double[] bias,
            double[] y,
            int row,
            int filter,
            int next) {
        int n = lengths.covered;
        int from = window * n;
        int at = filter * n;
        if (next - filter < ABREAST) {
            for (int one = filter; one < next; one++, at += n) {
                double sum = bias[one];
                for (int i = 0; i < n; i++) {
                    double term = w[at + i] * windows[from + i];
                    sum = floats ? (float) (sum + term) : sum + term;
                }
                y[lengths.output(row, one) + window] = sum;
            }
            return;
        }
        double first = bias[filter];
        double second = bias[filter + 1];
        double third = bias[filter + 2];
        double fourth = bias[filter + 3];
        if (floats) {
            for (int i = 0; i < n; i++) {
                double value = windows[from + i];
                first = (float) (first + w[at + i] * value);
                second = (float) (second + w[at + n + i] * value);
                third = (float) (third + w[at + 2 * n + i] * value);
                fourth = (float) (fourth + w[at + 3 * n + i] * value);
            }
        } else {
            for (int i = 0; i < n; i++) {
                double value = windows[from + i];
                first += w[at + i] * value;
                second += w[at + n + i] * value;
                third += w[at + 2 * n + i] * value;
                fourth += w[at + 3 * n + i] * value;
            }
        }
        int to = lengths.output(row, filter) + window;
        y[to] = first;
        y[to + lengths.outPlane] = second;
        y[to + 2 * lengths.outPlane] = third;
        y[to + 3 * lengths.outPlane] = fourth;
    }

    @Override
    public void backward(Operation call, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        Lengths lengths = new Lengths(call);
        double[] dy = gradient.values();
        double[] x = call.x().values();
        double[] w = call.input(1).values();
        double[] dx = derivatives.get(0).values();
        double[] dw = derivatives.get(1).values();
        int n = lengths.covered;
        IntStream.range(0, lengths.rows).parallel().forEach(row -> {
            for (int group = 0; group < lengths.groups; group++) {
                double[] byWindows = new double[lengths.outPlane * n];
                int end = (group + 1) * lengths.filtersPerGroup;
                for (int filter = group * lengths.filtersPerGroup; filter < end; filter++) {
                    for (int window = 0; window < lengths.outPlane; window++) {
                        double factor = dy[lengths.output(row, filter) + window];
                        addTo(call, byWindows, window * n, w, filter * n, factor, n);
                    }
                }
                lengths.each(row, group, (window, input) -> dx[input] = call.sum(dx[input], byWindows[window]));
            }
        });
        lengths.units().parallelStream().forEach(unit -> {
            for (int row = 0; row < lengths.rows; row++) {
                double[] windows = lengths.windows(x, row, unit[0]);
                for (int filter = unit[1]; filter < unit[2]; filter++) {
                    for (int window = 0; window < lengths.outPlane; window++) {
                        double factor = dy[lengths.output(row, filter) + window];
                        addTo(call, dw, filter * n, windows, window * n, factor, n);
                        if (derivatives.size() == 3) {
                            double[] byBias = derivatives.get(2).values();
                            byBias[filter] = call.sum(byBias[filter], factor);
                        }
                    }
                }
            }
        });
    }

    private static void addTo(
            Operation call, double[] to, int first, double[] from, int start, double factor, int count) {
        if (call.precision() == Precision.FLOAT32) {
            for (int i = 0; i < count; i++) {
                to[first + i] = (float) (to[first + i] + factor * from[start + i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                to[first + i] += factor * from[start + i];
            }
        }
    }
}
