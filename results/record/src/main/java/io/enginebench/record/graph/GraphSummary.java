package io.enginebench.record.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a network costs.
 *
 * @param trainableParameters numbers that training changes by their gradients
 * @param otherParameters the rest: running statistics, frozen weights
 * @param flopsPerRow floating-point operations of evaluating one row, as {@link Operator} counts them
 * @param activationBytesPerRow bytes of the outputs of all nodes for one row, without constants and without what is a view of
 *     another output ({@code reshape}, and {@code dropout} in evaluation); an engine that frees what it no longer needs holds
 *     less at any one time
 */
public record GraphSummary(
        long trainableParameters, long otherParameters, Flops flopsPerRow, long activationBytesPerRow) {
    /**
     * Floating-point operations.
     *
     * @param ofKnownOperators all of them if there is no other operator, and a lower bound if there is
     * @param unknownOperators what else is called, each once
     */
    public record Flops(long ofKnownOperators, List<String> unknownOperators) {
        public Flops {
            unknownOperators = List.copyOf(unknownOperators);
        }

        /** All of them, if every operator is known. */
        public OptionalLong total() {
            return unknownOperators.isEmpty() ? OptionalLong.of(ofKnownOperators) : OptionalLong.empty();
        }

        /** The number, or {@code not available (operator …)}. */
        public String words() {
            return unknownOperators.isEmpty()
                    ? Long.toString(ofKnownOperators)
                    : "not available (operator " + String.join(", ", unknownOperators) + ")";
        }
    }

    /** What a graph costs. */
    public static GraphSummary of(Graph graph) {
        var arrays = graph.arrays();
        long flops = graph.nodes().stream()
                .mapToLong(node -> node.known()
                        .map(operator -> operator.flops(node, arrays))
                        .orElse(0L))
                .sum();
        long bytes = graph.nodes().stream()
                .mapToLong(GraphSummary::activationBytesPerRow)
                .sum();
        return new GraphSummary(
                numbers(graph, true), numbers(graph, false), new Flops(flops, graph.unknownOperators()), bytes);
    }

    /** Bytes of a node's output for one row; 0 of a constant and of a view of another output. */
    static long activationBytesPerRow(Graph.Node node) {
        boolean none = node.known().map(Operator::isView).orElse(false)
                || node.operator().equals(Operator.CONSTANT.djl());
        return none ? 0 : Dimensions.elements(node.shape()) * node.dtype().bytes();
    }

    private static long numbers(Graph graph, boolean trainable) {
        return graph.parameters().stream()
                .filter(parameter -> parameter.trainable() == trainable)
                .mapToLong(parameter -> Dimensions.elements(parameter.shape()))
                .sum();
    }
}
