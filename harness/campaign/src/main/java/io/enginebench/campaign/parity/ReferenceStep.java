package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.Descent;
import io.enginebench.campaign.parity.reference.Objective;
import io.enginebench.campaign.parity.reference.Observed;
import io.enginebench.campaign.parity.reference.ReferenceNetwork;
import io.enginebench.campaign.parity.reference.array.Precision;
import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.parity.Tolerances;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The step that an engine traced, made by the independent implementation from the same weights and rows.
 *
 * @param step without layers
 * @param firstUnlike the first of the engine's layers that the reference does not have within rounding
 * @param rounding what rounding alone makes of the step
 */
record ReferenceStep(Trace.Step step, Optional<String> firstUnlike, Rounding rounding) {
    /**
     * The step.
     *
     * @param graph what the network computes
     * @param data the folder with the task's arrays
     * @param known what rounding makes of the step, from an engine that made the same one; null to find it out
     */
    static ReferenceStep of(
            Graph graph, TaskDescriptor task, HyperParameters hyper, Trace trace, Path data, @Nullable Rounding known)
            throws IOException {
        DataFiles files = DataFiles.trained(task.split());
        int[] rows = trace.firstBatch();
        Trace.Step engine = Objects.requireNonNull(trace.step());
        Tensor x = new Values(
                        "x", Replay.rows(files.x(data), rows, trace.manifest().adjustment()))
                .tensor();
        ReferenceNetwork network = new ReferenceNetwork(graph);
        double[] truth = new Values("y", Replay.rows(files.y(data), rows, null)).numbers();
        Objective objective = Objective.of(
                Objects.requireNonNullElse(hyper.loss(), task.kind().usualLoss()));
        Map<String, Tensor> start = named(engine.startingWeights(), engine.startingStatistics());
        Observed observed = new Observed(engine.layers(), Tolerances.FORWARD);
        ReferenceNetwork.Pass pass = network.pass(start, x, truth, objective, observed, Precision.FLOAT64);
        Map<String, Tensor> after = named(engine.updatedWeights(), engine.updatedStatistics());
        Tensor evaluated = network.evaluate(after, x, Precision.FLOAT64);
        List<Values> gradients = engine.startingWeights().stream()
                .map(weights -> new Values(
                        weights.name(), Objects.requireNonNull(pass.gradients().get(weights.name()))))
                .toList();
        List<double[]> changes = changes(hyper.optimiser(), engine.startingWeights(), gradients);
        List<Values> updated = new ArrayList<>();
        for (int parameter = 0; parameter < changes.size(); parameter++) {
            Values weights = engine.startingWeights().get(parameter);
            double[] moved = changes.get(parameter);
            Arrays.setAll(moved, i -> weights.at(i) + moved[i]);
            updated.add(new Values(weights.name(), weights.shape(), moved));
        }
        List<Values> statistics = new ArrayList<>();
        for (Values before : engine.startingStatistics()) {
            statistics.add(new Values(before.name(), pass.statistics().getOrDefault(before.name(), before.tensor())));
        }
        return new ReferenceStep(
                new Trace.Step(
                        engine.startingWeights(),
                        engine.startingStatistics(),
                        List.of(),
                        new Values("outputs", pass.outputs()),
                        new Values("loss", List.of(1), new double[] {pass.loss()}),
                        gradients,
                        updated,
                        statistics,
                        new Values("evaluated", evaluated)),
                pass.firstUnlike(),
                known != null
                        ? known
                        : rounding(pass, evaluated, network, start, after, x, truth, objective, observed));
    }

    /** What the first step adds to each parameter, by the optimiser's formula. */
    static List<double[]> changes(Optimiser optimiser, List<Values> weights, List<Values> gradients) {
        return new Descent(optimiser)
                .step(
                        weights.stream().map(Values::numbers).toList(),
                        gradients.stream().map(Values::numbers).toList());
    }

    private static Rounding rounding(
            ReferenceNetwork.Pass pass,
            Tensor evaluated,
            ReferenceNetwork network,
            Map<String, Tensor> start,
            Map<String, Tensor> after,
            Tensor x,
            double[] truth,
            Objective objective,
            Observed observed) {
        ReferenceNetwork.Pass rounded = network.pass(start, x, truth, objective, observed, Precision.FLOAT32);
        return new Rounding(
                Rounding.scaled(pass.outputs(), rounded.outputs()),
                Math.max(
                                Math.abs(pass.loss() - rounded.loss()),
                                objective.mostMovedBy(pass.outputs(), rounded.outputs(), truth))
                        / Math.max(Math.abs(pass.loss()), Double.MIN_NORMAL),
                Rounding.relative(pass.gradients(), rounded.gradients()),
                Rounding.scaled(pass.statistics(), rounded.statistics()),
                Rounding.scaled(evaluated, network.evaluate(after, x, Precision.FLOAT32)));
    }

    private static Map<String, Tensor> named(List<Values> weights, List<Values> statistics) {
        Map<String, Tensor> named = new HashMap<>();
        weights.forEach(one -> named.put(one.name(), one.tensor()));
        statistics.forEach(one -> named.put(one.name(), one.tensor()));
        return named;
    }
}
