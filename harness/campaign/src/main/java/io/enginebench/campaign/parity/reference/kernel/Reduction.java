package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Places;
import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Sums and means over axes. */
enum Reduction implements Kernel {
    SUM,
    MEAN,
    /** The mean of each channel: over all axes behind the second. */
    CHANNEL_MEAN;

    /** For each index into the input the one of the sum that it is part of. */
    private int[] places(Operation call) {
        List<Integer> from = call.x().shape();
        List<Integer> reduced = this == CHANNEL_MEAN
                ? IntStream.range(2, from.size()).boxed().toList()
                : call.node().attributes().containsKey("axes")
                        ? call.wholes("axes").stream()
                                .map(axis -> axis < 0 ? axis + from.size() : axis)
                                .toList()
                        : IntStream.range(0, from.size()).boxed().toList();
        int[] steps = new int[from.size()];
        int step = 1;
        for (int axis = from.size() - 1; axis >= 0; axis--) {
            if (!reduced.contains(axis)) {
                steps[axis] = step;
                step *= from.get(axis);
            }
        }
        return Places.walk(from, 0, steps);
    }

    private double weight(Operation call) {
        return this == SUM
                ? 1
                : (double) Places.count(call.shape()) / Places.count(call.x().shape());
    }

    @Override
    public Tensor forward(Operation call) {
        int[] to = places(call);
        Tensor output = call.zeros();
        for (int i = 0; i < to.length; i++) {
            output.values()[to[i]] = call.sum(output.values()[to[i]], call.x().values()[i]);
        }
        for (int i = 0; i < output.values().length; i++) {
            output.values()[i] *= weight(call);
        }
        return output;
    }

    @Override
    public void backward(Operation call, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        int[] to = places(call);
        for (int i = 0; i < to.length; i++) {
            derivatives.get(0).values()[i] += gradient.values()[to[i]] * weight(call);
        }
    }
}
