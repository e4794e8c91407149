package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Places;
import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Matrix products. */
enum Product implements Kernel {
    /** {@code y[o] = b[o] + sum over i of w[o][i] x[i]} of the last axis. */
    LINEAR {
        @Override
        public Tensor forward(Operation operation) {
            Tensor output = operation.zeros();
            Tensor weight = operation.input(1);
            int out = weight.length(0);
            if (operation.inputs().size() == 3) {
                double[] bias = operation.input(2).values();
                for (int i = 0; i < output.values().length; i++) {
                    output.values()[i] = bias[i % out];
                }
            }
            addTransposed(
                    operation,
                    operation.x().values(),
                    0,
                    weight.values(),
                    0,
                    output.values(),
                    0,
                    rows(output, out),
                    weight.length(1),
                    out);
            return output;
        }

        @Override
        public void backward(Operation operation, Tensor output, Tensor gradient, List<Tensor> derivatives) {
            Tensor weight = operation.input(1);
            int out = weight.length(0);
            int in = weight.length(1);
            int rows = rows(gradient, out);
            double[] dy = gradient.values();
            add(operation, dy, 0, weight.values(), 0, derivatives.get(0).values(), 0, rows, out, in);
            addOfTransposed(
                    operation,
                    dy,
                    0,
                    operation.x().values(),
                    0,
                    derivatives.get(1).values(),
                    0,
                    rows,
                    out,
                    in);
            if (derivatives.size() == 3) {
                for (int i = 0; i < dy.length; i++) {
                    double[] byBias = derivatives.get(2).values();
                    byBias[i % out] = operation.sum(byBias[i % out], dy[i]);
                }
            }
        }
    },
    /** The product of the last two axes; those before are broadcast. */
    MAT_MUL {
        @Override
        public Tensor forward(Operation operation) {
            Tensor output = operation.zeros();
            Batches each = new Batches(operation);
            for (int i = 0; i < each.left.length; i++) {
                add(
                        operation,
                        operation.x().values(),
                        each.left[i],
                        operation.input(1).values(),
                        each.right[i],
                        output.values(),
                        i * each.n * each.m,
                        each.n,
                        each.k,
                        each.m);
            }
            return output;
        }

        @Override
        public void backward(Operation operation, Tensor output, Tensor gradient, List<Tensor> derivatives) {
            Batches each = new Batches(operation);
            double[] dy = gradient.values();
            for (int i = 0; i < each.left.length; i++) {
                int from = i * each.n * each.m;
                addTransposed(
                        operation,
                        dy,
                        from,
                        operation.input(1).values(),
                        each.right[i],
                        derivatives.get(0).values(),
                        each.left[i],
                        each.n,
                        each.m,
                        each.k);
                addOfTransposed(
                        operation,
                        operation.x().values(),
                        each.left[i],
                        dy,
                        from,
                        derivatives.get(1).values(),
                        each.right[i],
                        each.n,
                        each.k,
                        each.m);
            }
        }
    };

    /** Where the matrices (n, k) and (k, m) of each product begin. */
    private static final class Batches {
        private final int[] left;
        private final int[] right;
        private final int n;
        private final int k;
        private final int m;

        Batches(Operation operation) {
            List<Integer> one = operation.x().shape();
            List<Integer> other = operation.input(1).shape();
            n = one.get(one.size() - 2);
            k = one.get(one.size() - 1);
            m = other.get(other.size() - 1);
            List<Integer> before =
                    operation.shape().subList(0, operation.shape().size() - 2);
            left = starts(one, before, n * k);
            right = starts(other, before, k * m);
        }

        private static int[] starts(List<Integer> shape, List<Integer> before, int matrix) {
            return IntStream.of(Places.broadcast(shape.subList(0, shape.size() - 2), before))
                    .map(i -> i * matrix)
                    .toArray();
        }
    }

    private static int rows(Tensor output, int out) {
        return output.values().length / out;
    }

    /** c (n, m) += a (n, k) · b (k, m), each beginning somewhere in its array. */
    private static void add(
            Operation call, double[] a, int fromA, double[] b, int fromB, double[] c, int fromC, int n, int k, int m) {
        for (int i = 0; i < n; i++) {
            for (int l = 0; l < k; l++) {
                double factor = a[fromA + i * k + l];
                int to = fromC + i * m;
                int from = fromB + l * m;
                for (int j = 0; j < m; j++) {
                    c[to + j] = call.sum(c[to + j], factor * b[from + j]);
                }
            }
        }
    }

    /** c (n, m) += a (n, k) · bᵀ of b (m, k). */
    private static void addTransposed(
            Operation call, double[] a, int fromA, double[] b, int fromB, double[] c, int fromC, int n, int k, int m) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double sum = 0;
                int left = fromA + i * k;
                int right = fromB + j * k;
                for (int l = 0; l < k; l++) {
                    sum = call.sum(sum, a[left + l] * b[right + l]);
                }
                c[fromC + i * m + j] = call.sum(c[fromC + i * m + j], sum);
            }
        }
    }

    /** c (k, m) += aᵀ of a (n, k) · b (n, m). */
    private static void addOfTransposed(
            Operation call, double[] a, int fromA, double[] b, int fromB, double[] c, int fromC, int n, int k, int m) {
        for (int i = 0; i < n; i++) {
            for (int l = 0; l < k; l++) {
                double factor = a[fromA + i * k + l];
                int to = fromC + l * m;
                int from = fromB + i * m;
                for (int j = 0; j < m; j++) {
                    c[to + j] = call.sum(c[to + j], factor * b[from + j]);
                }
            }
        }
    }
}
