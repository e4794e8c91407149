package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Places;
import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Each number of the output is one of the input's numbers.
 *
 * @param from which input they come from
 * @param places for each index into the output the one into that input
 */
record Moved(int from, Function<Operation, int[]> places) implements Kernel {
    static final Moved RESHAPE = new Moved(0, call -> Places.same(Places.count(call.shape())));
    static final Moved TRANSPOSE = new Moved(0, Moved::transposed);
    static final Moved BROADCAST =
            new Moved(0, call -> Places.broadcast(call.x().shape(), call.shape()));
    static final Moved SLICE = new Moved(0, Moved::part);
    static final Moved EMBEDDING = new Moved(1, Moved::looked);

    private static int[] transposed(Operation call) {
        int[] strides = Places.strides(call.x().shape());
        int[] steps =
                call.wholes("axes").stream().mapToInt(axis -> strides[axis]).toArray();
        return Places.walk(call.shape(), 0, steps);
    }

    private static int[] part(Operation call) {
        List<Integer> shape = call.x().shape();
        int[] steps = Places.strides(shape);
        int first = 0;
        List<Integer> axes = call.wholes("axes");
        for (int i = 0; i < axes.size(); i++) {
            int axis = axes.get(i);
            first += call.wholes("begin").get(i) * steps[axis];
            steps[axis] *= call.wholes("step").get(i);
        }
        List<Integer> squeezed = call.wholes("squeeze");
        int[] left = IntStream.range(0, steps.length)
                .filter(axis -> !squeezed.contains(axis))
                .map(axis -> steps[axis])
                .toArray();
        return Places.walk(call.shape(), first, left);
    }

    private static int[] looked(Operation call) {
        double[] entries = call.x().values();
        int size = call.input(1).length(1);
        int[] places = new int[entries.length * size];
        for (int i = 0; i < places.length; i++) {
            places[i] = ((int) entries[i / size]) * size + i % size;
        }
        return places;
    }

    @Override
    public Tensor forward(Operation operation) {
        int[] at = places.apply(operation);
        double[] x = operation.input(from).values();
        Tensor output = operation.zeros();
        for (int i = 0; i < at.length; i++) {
            output.values()[i] = x[at[i]];
        }
        return output;
    }

    @Override
    public void backward(Operation operation, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        int[] at = places.apply(operation);
        double[] dx = derivatives.get(from).values();
        for (int i = 0; i < at.length; i++) {
            dx[at[i]] += gradient.values()[i];
        }
    }
}
