package io.enginebench.campaign.parity.reference;

import io.enginebench.campaign.parity.reference.array.Precision;
import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.campaign.parity.reference.kernel.Kernel;
import io.enginebench.campaign.parity.reference.kernel.Kernels;
import io.enginebench.campaign.parity.reference.kernel.Normalisation;
import io.enginebench.campaign.parity.reference.kernel.Operation;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Graph.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Any network of one input and one output, run from its graph. */
public final class ReferenceNetwork {
    private final Graph graph;

    /**
     * A network.
     *
     * @throws IllegalArgumentException if {@link #obstacle} has one
     */
    public ReferenceNetwork(Graph graph) {
        obstacle(graph).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        this.graph = graph;
    }

    /** Why a network cannot be run here; empty if it can. */
    public static Optional<String> obstacle(Graph graph) {
        List<String> missing = Kernels.missing(graph);
        if (!missing.isEmpty()) {
            return Optional.of("not available (operator " + String.join(", ", missing) + ")");
        }
        return graph.inputs().size() == 1 && graph.outputs().size() == 1
                ? Optional.empty()
                : Optional.of("not available (%d inputs and %d outputs)"
                        .formatted(graph.inputs().size(), graph.outputs().size()));
    }

    /**
     * What one batch gives in training.
     *
     * @param outputs (row, output)
     * @param loss the mean over the batch
     * @param gradients of the loss by each trainable parameter
     * @param statistics each running statistic after the batch, the variance being that of the batch itself (biased)
     * @param firstUnlike the first observed layer that none of the network's arrays is within rounding of
     */
    public record Pass(
            Tensor outputs,
            double loss,
            Map<String, Tensor> gradients,
            Map<String, Tensor> statistics,
            Optional<String> firstUnlike) {
        public Pass {
            gradients = Map.copyOf(gradients);
            statistics = Map.copyOf(statistics);
        }
    }

    /** The outputs in evaluation: by the running statistics. */
    public Tensor evaluate(Map<String, Tensor> parameters, Tensor x, Precision precision) {
        return output(arrays(parameters, x, false, precision));
    }

    /**
     * Forward and backward in training.
     *
     * <p>A ReLU whose input is nothing but rounding, and a pool over values that are equal but for rounding, have two derivatives, between
     * which float32 and float64 may choose differently. There the choice is the one that the observed values make. Nothing else is taken
     * from them.
     *
     * @param parameters all that the graph has, by its names
     * @param x the batch
     * @param truth (row): class numbers or targets
     * @param precision of each operator
     */
    public Pass pass(
            Map<String, Tensor> parameters,
            Tensor x,
            double[] truth,
            Objective objective,
            Observed observed,
            Precision precision) {
        Map<String, Tensor> arrays = arrays(parameters, x, true, precision);
        Map<String, Observed.Layer> seen = new HashMap<>();
        Optional<String> firstUnlike = Optional.empty();
        Map<String, Tensor> made = new LinkedHashMap<>();
        graph.nodes().forEach(node -> made.put(node.name(), Objects.requireNonNull(arrays.get(node.name()))));
        for (Observed.Layer layer : observed.layers()) {
            Observed.Match match = observed.match(layer, made);
            match.array().ifPresent(array -> seen.putIfAbsent(array, layer));
            if (firstUnlike.isEmpty() && (match.array().isEmpty() || match.distance() > observed.rounding())) {
                firstUnlike = Optional.of(layer.name());
            }
        }
        Map<String, Tensor> statistics = statistics(arrays, precision);
        Tensor outputs = output(arrays);
        Objective.Loss loss = objective.of(outputs, truth);
        Map<String, Tensor> derivatives = new HashMap<>();
        derivatives.put(graph.outputs().get(0), loss.gradient());
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            Tensor gradient = derivatives.remove(node.name());
            if (gradient != null) {
                backward(node, arrays, precision.of(gradient), derivatives, seen, observed, precision);
            }
        }
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            if (parameter.trainable()) {
                Tensor own = Objects.requireNonNull(arrays.get(parameter.name()));
                gradients.put(parameter.name(), derivatives.getOrDefault(parameter.name(), own.zeros()));
            }
        }
        return new Pass(outputs, loss.value(), gradients, statistics, firstUnlike);
    }

    private static void backward(
            Node node,
            Map<String, Tensor> arrays,
            Tensor gradient,
            Map<String, Tensor> derivatives,
            Map<String, Observed.Layer> seen,
            Observed observed,
            Precision precision) {
        Kernel kernel = Kernels.of(node);
        Tensor output = Objects.requireNonNull(arrays.get(node.name()));
        List<Tensor> inputs = new ArrayList<>();
        List<Tensor> byInputs = new ArrayList<>();
        for (String name : node.inputs()) {
            Tensor input = Objects.requireNonNull(arrays.get(name));
            inputs.add(input);
            byInputs.add(derivatives.computeIfAbsent(name, any -> input.zeros()));
        }
        if (kernel.branches()) {
            Operation own = new Operation(node, inputs, output.shape(), true, precision);
            Observed.Layer before = seen.get(node.inputs().get(0));
            Observed.Layer behind = seen.get(node.name());
            if (before != null) {
                inputs.set(0, observed.where(before, own.x()));
            } else if (behind != null) {
                inputs.set(0, kernel.behind(own, behind.values().get(), observed.rounding(own.x())));
            }
        }
        kernel.backward(new Operation(node, inputs, output.shape(), true, precision), output, gradient, byInputs);
    }

    private Tensor output(Map<String, Tensor> arrays) {
        return Objects.requireNonNull(arrays.get(graph.outputs().get(0)));
    }

    /** Every array of the network by its name: the batch, the parameters, what the operators make of them. */
    public Map<String, Tensor> arrays(Map<String, Tensor> parameters, Tensor x, boolean training, Precision precision) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put(graph.inputs().get(0).name(), x);
        for (Parameter parameter : graph.parameters()) {
            Tensor own = parameters.get(parameter.name());
            if (own == null || !own.shape().equals(lengths(parameter.shape(), 1))) {
                throw new IllegalArgumentException("parameter %s must have the shape %s, got %s"
                        .formatted(parameter.name(), parameter.shape(), own == null ? "none" : own.shape()));
            }
            arrays.put(parameter.name(), own);
        }
        for (Node node : graph.nodes()) {
            List<Tensor> inputs = node.inputs().stream()
                    .map(name -> Objects.requireNonNull(arrays.get(name)))
                    .toList();
            arrays.put(
                    node.name(),
                    precision.of(Kernels.of(node)
                            .forward(new Operation(
                                    node, inputs, lengths(node.shape(), x.length(0)), training, precision))));
        }
        return arrays;
    }

    /** Lengths for a batch of so many rows. */
    private static List<Integer> lengths(List<Long> shape, int rows) {
        return shape.stream()
                .map(length -> Math.toIntExact(length < 0 ? -length * rows : length))
                .toList();
    }

    private Map<String, Tensor> statistics(Map<String, Tensor> arrays, Precision precision) {
        Map<String, Tensor> statistics = new HashMap<>();
        for (RunningStatistic one : RunningStatistic.of(graph)) {
            Node node = one.node();
            Operation call = new Operation(
                    node,
                    node.inputs().stream()
                            .map(name -> Objects.requireNonNull(arrays.get(name)))
                            .toList(),
                    Objects.requireNonNull(arrays.get(node.name())).shape(),
                    true,
                    precision);
            Normalisation.Moments batch = Normalisation.BATCH.moments(call);
            statistics.put(one.mean(), one.after(call.input(1), batch.mean()));
            statistics.put(one.variance(), one.after(call.input(2), batch.variance()));
        }
        return statistics;
    }
}
