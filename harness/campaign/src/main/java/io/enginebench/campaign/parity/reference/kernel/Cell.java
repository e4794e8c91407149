package io.enginebench.campaign.parity.reference.kernel;

import static io.enginebench.campaign.parity.reference.kernel.Elementwise.sigmoid;

/** What a recurrent unit does in a step of time. The arrays are of one row. */
enum Cell {
    /**
     * Gates in the order input i, forget f, cell g, output o, of the sums of what input and state bring: {@code c' = f·c + i·g}, {@code h' =
     * o·tanh(c')}.
     */
    LSTM(4) {
        @Override
        void forward(double[] a, double[] r, double[] h, double[] c, double[] output, double[] memory) {
            int n = h.length;
            for (int i = 0; i < n; i++) {
                memory[i] = sigmoid(a[n + i] + r[n + i]) * c[i]
                        + sigmoid(a[i] + r[i]) * Math.tanh(a[2 * n + i] + r[2 * n + i]);
                output[i] = sigmoid(a[3 * n + i] + r[3 * n + i]) * Math.tanh(memory[i]);
            }
        }

        @Override
        void backward(
                double[] a,
                double[] r,
                double[] h,
                double[] c,
                double[] memory,
                double[] byState,
                double[] byMemory,
                double[] byA,
                double[] byR) {
            int n = h.length;
            for (int i = 0; i < n; i++) {
                double in = sigmoid(a[i] + r[i]);
                double forget = sigmoid(a[n + i] + r[n + i]);
                double cell = Math.tanh(a[2 * n + i] + r[2 * n + i]);
                double out = sigmoid(a[3 * n + i] + r[3 * n + i]);
                double squashed = Math.tanh(memory[i]);
                double byC = byMemory[i] + byState[i] * out * (1 - squashed * squashed);
                byA[i] = byC * cell * in * (1 - in);
                byA[n + i] = byC * c[i] * forget * (1 - forget);
                byA[2 * n + i] = byC * in * (1 - cell * cell);
                byA[3 * n + i] = byState[i] * squashed * out * (1 - out);
                byMemory[i] = byC * forget;
                byState[i] = 0;
            }
            System.arraycopy(byA, 0, byR, 0, byA.length);
        }
    },
    /**
     * Gates in the order reset r, update z, new n, the reset being applied behind the product with the state: {@code n = tanh(a + r·b)} of
     * what the input (a) and the state (b) bring, {@code h' = (1 − z)·n + z·h}.
     */
    GRU(3) {
        @Override
        void forward(double[] a, double[] r, double[] h, double[] c, double[] output, double[] memory) {
            int n = h.length;
            for (int i = 0; i < n; i++) {
                double update = sigmoid(a[n + i] + r[n + i]);
                output[i] = (1 - update) * fresh(a, r, n, i) + update * h[i];
            }
        }

        private double fresh(double[] a, double[] r, int n, int i) {
            return Math.tanh(a[2 * n + i] + sigmoid(a[i] + r[i]) * r[2 * n + i]);
        }

        @Override
        void backward(
                double[] a,
                double[] r,
                double[] h,
                double[] c,
                double[] memory,
                double[] byState,
                double[] byMemory,
                double[] byA,
                double[] byR) {
            int n = h.length;
            for (int i = 0; i < n; i++) {
                double reset = sigmoid(a[i] + r[i]);
                double update = sigmoid(a[n + i] + r[n + i]);
                double fresh = fresh(a, r, n, i);
                double byFresh = byState[i] * (1 - update) * (1 - fresh * fresh);
                byA[2 * n + i] = byFresh;
                byR[2 * n + i] = byFresh * reset;
                byA[i] = byFresh * r[2 * n + i] * reset * (1 - reset);
                byR[i] = byA[i];
                byA[n + i] = byState[i] * (h[i] - fresh) * update * (1 - update);
                byR[n + i] = byA[n + i];
                byState[i] *= update;
            }
        }
    };

    private final int gates;

    Cell(int gates) {
        this.gates = gates;
    }

    int gates() {
        return gates;
    }

    /**
     * One step.
     *
     * @param a what the input brings to each gate, bias included
     * @param r what the state brings, likewise
     * @param h the state before
     * @param c the memory before
     * @param output gets the state after
     * @param memory gets the memory after
     */
    abstract void forward(double[] a, double[] r, double[] h, double[] c, double[] output, double[] memory);

    /**
     * The derivatives of a number by what {@link #forward} was given.
     *
     * @param memory after the step
     * @param byState by the state after the step; becomes what reaches the state before it other than through the gates
     * @param byMemory by the memory after the step; becomes that by the memory before it
     * @param byA gets those by {@code a}
     * @param byR gets those by {@code r}
     */
    abstract void backward(
            double[] a,
            double[] r,
            double[] h,
            double[] c,
            double[] memory,
            double[] byState,
            double[] byMemory,
            double[] byA,
            double[] byR);
}
