package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.List;
import java.util.function.IntConsumer;

/** What becomes of each window of a plane. */
enum Pool implements Kernel {
    /** The largest of those in the image. The derivative goes to the first of equal values in reading order. */
    MAX {
        @Override
        public Tensor forward(Operation call) {
            Tensor output = call.zeros();
            each(
                    call,
                    (windows, plane, i, j, to) ->
                            output.values()[to] = call.x().values()[largest(call, windows, plane, i, j)]);
            return output;
        }

        @Override
        public void backward(Operation call, Tensor output, Tensor gradient, List<Tensor> derivatives) {
            each(
                    call,
                    (windows, plane, i, j, to) ->
                            derivatives.get(0).values()[largest(call, windows, plane, i, j)] += gradient.values()[to]);
        }

        @Override
        public boolean branches() {
            return true;
        }
    },
    /** The mean. */
    AVERAGE {
        @Override
        public Tensor forward(Operation call) {
            Tensor output = call.zeros();
            each(
                    call,
                    (windows, plane, i, j, to) -> inside(
                            windows,
                            plane,
                            i,
                            j,
                            from -> output.values()[to] +=
                                    call.x().values()[from] / divisor(call, windows, plane, i, j)));
            return output;
        }

        @Override
        public void backward(Operation call, Tensor output, Tensor gradient, List<Tensor> derivatives) {
            each(
                    call,
                    (windows, plane, i, j, to) -> inside(
                            windows,
                            plane,
                            i,
                            j,
                            from -> derivatives.get(0).values()[from] +=
                                    gradient.values()[to] / divisor(call, windows, plane, i, j)));
        }
    };

    /** Told of each window: the number of its plane, its line and column and the index into the output. */
    private interface Window {
        void at(Windows windows, int plane, int i, int j, int to);
    }

    private static void each(Operation call, Window window) {
        Windows windows = new Windows(call, call.wholes("kernel"));
        int to = 0;
        for (int plane = 0; plane < call.shape().get(0) * call.shape().get(1); plane++) {
            for (int i = 0; i < windows.outHeight; i++) {
                for (int j = 0; j < windows.outWidth; j++) {
                    window.at(windows, plane, i, j, to++);
                }
            }
        }
    }

    /** Told the index of each number of a window. */
    private static void inside(Windows windows, int plane, int i, int j, IntConsumer index) {
        for (int u = 0; u < windows.kernelHeight; u++) {
            int line = windows.line(i, u);
            for (int v = 0; v < windows.kernelWidth; v++) {
                int column = windows.column(j, v);
                if (line >= 0 && line < windows.height && column >= 0 && column < windows.width) {
                    index.accept((plane * windows.height + line) * windows.width + column);
                }
            }
        }
    }

    private static int largest(Operation call, Windows windows, int plane, int i, int j) {
        double[] x = call.x().values();
        int[] best = {-1};
        inside(windows, plane, i, j, index -> best[0] = best[0] < 0 || x[index] > x[best[0]] ? index : best[0]);
        return best[0];
    }

    private static int divisor(Operation call, Windows windows, int plane, int i, int j) {
        if (call.node().flag("count_include_pad")) {
            return windows.covered(i, j);
        }
        int[] count = new int[1];
        inside(windows, plane, i, j, index -> count[0]++);
        return count[0];
    }
}
