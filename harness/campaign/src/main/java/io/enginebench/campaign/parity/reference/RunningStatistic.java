package io.enginebench.campaign.parity.reference;

import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Operator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a BatchNorm keeps of the batches that it has seen: {@code running := m·running + (1 − m)·batch} of mean and variance. Frameworks
 * differ in the batch's variance: that of its numbers (biased), or that times n/(n−1), the estimate of the variance that they were
 * drawn from (unbiased).
 */
public record RunningStatistic(Node node) {
    /** Those of a network; none where a BatchNorm does not train its statistics' arrays. */
    public static List<RunningStatistic> of(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.operator().equals(Operator.BATCH_NORM.djl()))
                .map(RunningStatistic::new)
                .toList();
    }

    /** The name of the parameter with the mean. */
    public String mean() {
        return node.inputs().get(1);
    }

    /** The name of the parameter with the variance. */
    public String variance() {
        return node.inputs().get(2);
    }

    /** m. */
    public double momentum() {
        return node.number("momentum");
    }

    /** n: how many numbers of a batch are of one channel. */
    public long count(int rows) {
        List<Long> shape = node.shape();
        int axis = Math.floorMod((int) node.whole("axis"), shape.size());
        return IntStream.range(0, shape.size())
                .filter(i -> i != axis)
                .mapToLong(i -> shape.get(i) < 0 ? -shape.get(i) * rows : shape.get(i))
                .reduce(1, Math::multiplyExact);
    }

    /** The statistic after a batch. */
    Tensor after(Tensor before, Tensor batch) {
        Tensor after = before.zeros();
        for (int i = 0; i < after.values().length; i++) {
            after.values()[i] = momentum() * before.values()[i] + (1 - momentum()) * batch.values()[i];
        }
        return after;
    }
}
