package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.Adam;
import io.enginebench.ground.Hashes;
import io.enginebench.record.parity.Rung;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TaskKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The eight comparisons, each of which can only be trusted when those before it passed. The tolerances are contracts, not
 * fits: docs/parity.md derives them.
 */
final class Ladder {
    /** Of the outputs, in units of the largest output, or of 1 if that is larger: raw pixels make logits of hundreds. */
    static final double FORWARD = 1e-5;

    /** Of the loss, relative. */
    static final double LOSS = 1e-5;

    /** Of each parameter's gradient, relative to the largest element of that parameter's gradient. */
    static final double GRADIENT = 1e-4;

    /** Of the weights after a step, in learning rates, once the difference of the gradients is accounted for. */
    static final double STEP = 1e-3;

    /** Of each loss under the smooth optimiser, in units of the loss, or of 1 if that is larger. */
    static final double CURVE = 1e-4;

    /** Of the test rows: a tenth of the margin of 1 percentage point within which accuracies count as equivalent. */
    static final double ROWS = 1e-3;

    /** How far apart two answers of a regression count as different: a hundredth of the step between targets 1, 2, 3, 4. */
    static final double ANSWER = 0.01;

    private final TaskKind kind;
    private final HyperParameters hyper;

    Ladder(TaskKind kind, HyperParameters hyper) {
        this.kind = kind;
        this.hyper = hyper;
    }

    /** Two engines: all rungs, or those up to the first step if the smooth steps were not made. */
    List<Rung> compare(Trace one, Trace other) {
        List<Rung> rungs = new ArrayList<>();
        rungs.add(startingWeights(one.step(), other.step()));
        rungs.add(batchOrder(one, other));
        rungs.addAll(compare(one.step(), other.step()));
        if (one.smooth() != null && other.smooth() != null) {
            rungs.add(lossCurve(one.smooth(), other.smooth()));
            rungs.add(predictions(one.smooth(), other.smooth()));
        }
        return rungs;
    }

    /** An engine and the reference, which starts from the engine's weights and batch: rungs 3 to 6. */
    List<Rung> compare(Trace.Step one, Trace.Step other) {
        return List.of(forward(one, other), loss(one, other), gradients(one, other), updatedWeights(one, other));
    }

    private static Rung startingWeights(Trace.Step one, Trace.Step other) {
        Difference difference = Difference.of(one.startingWeights(), other.startingWeights());
        int bits = 0;
        @Nullable String first = null;
        for (int i = 0;
                i
                        < Math.max(
                                one.startingWeights().size(),
                                other.startingWeights().size());
                i++) {
            @Nullable
            Values mine =
                    i < one.startingWeights().size() ? one.startingWeights().get(i) : null;
            @Nullable
            Values theirs =
                    i < other.startingWeights().size() ? other.startingWeights().get(i) : null;
            int differing = mine == null || theirs == null ? 1 : differingBits(mine, theirs);
            bits += differing;
            if (differing > 0 && first == null) {
                first = Objects.requireNonNull(mine == null ? theirs : mine).name();
            }
        }
        return rung(
                1,
                "starting weights",
                difference,
                "weights whose bits differ",
                bits,
                0,
                first,
                "SHA-256 %s and %s".formatted(sha256(one.startingWeights()), sha256(other.startingWeights())));
    }

    private static int differingBits(Values one, Values other) {
        if (!one.name().equals(other.name()) || !one.shape().equals(other.shape())) {
            return Math.max(1, Math.max(one.length(), other.length()));
        }
        int differing = 0;
        for (int i = 0; i < one.length(); i++) {
            if (Double.doubleToRawLongBits(one.at(i)) != Double.doubleToRawLongBits(other.at(i))) {
                differing++;
            }
        }
        return differing;
    }

    private static String sha256(List<Values> arrays) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        arrays.forEach(array -> bytes.writeBytes(array.floatBytes()));
        return Hashes.sha256(bytes.toByteArray());
    }

    private static Rung batchOrder(Trace one, Trace other) {
        Difference difference = Difference.of(
                List.of(one.batchRows(), one.batchSizes()), List.of(other.batchRows(), other.batchSizes()));
        int rows = differingBits(one.batchRows(), other.batchRows());
        int sizes = differingBits(one.batchSizes(), other.batchSizes());
        return rung(
                2,
                "batch order",
                difference,
                "rows and batch sizes that differ",
                rows + sizes,
                0,
                rows + sizes == 0 ? null : "batch " + firstBatchThatDiffers(one, other),
                "%d rows in %d batches"
                        .formatted(one.batchRows().length(), one.batchSizes().length()));
    }

    /** 1-based. */
    private static int firstBatchThatDiffers(Trace one, Trace other) {
        int row = 0;
        int batches = Math.min(one.batchSizes().length(), other.batchSizes().length());
        for (int batch = 0; batch < batches; batch++) {
            if (one.batchSizes().at(batch) != other.batchSizes().at(batch)) {
                return batch + 1;
            }
            for (int end = row + (int) one.batchSizes().at(batch); row < end; row++) {
                if (row >= one.batchRows().length()
                        || row >= other.batchRows().length()
                        || one.batchRows().at(row) != other.batchRows().at(row)) {
                    return batch + 1;
                }
            }
        }
        return batches + 1;
    }

    private static Rung forward(Trace.Step one, Trace.Step other) {
        Difference difference = Difference.of(one.outputs(), other.outputs());
        double judged = scaled(one.outputs(), other.outputs());
        return rung(
                3,
                "forward",
                difference,
                "max |difference of outputs| / max(1, max |output|)",
                judged,
                FORWARD,
                judged <= FORWARD ? null : firstLayer(one, other),
                "largest output %s".formatted(shown(one.outputs().largest())));
    }

    /** The difference in units of the largest value, or of 1 if that is larger. */
    private static double scaled(Values one, Values other) {
        return Difference.of(one, other).absolute() / Math.max(1, Math.max(one.largest(), other.largest()));
    }

    /**
     * The first layer whose output is as far off as the network's must not be. Layers are told apart by their place; where
     * their shapes differ, as when an engine pools before it rectifies, they are passed over.
     */
    private static String firstLayer(Trace.Step one, Trace.Step other) {
        for (int i = 0; i < Math.min(one.layers().size(), other.layers().size()); i++) {
            Values mine = one.layers().get(i);
            Values theirs = other.layers().get(i);
            // Written so that a value that is no number counts as a difference.
            if (mine.shape().equals(theirs.shape()) && !(scaled(mine, theirs) <= FORWARD)) {
                return mine.name();
            }
        }
        return one.outputs().name();
    }

    private static Rung loss(Trace.Step one, Trace.Step other) {
        Difference difference = Difference.of(one.loss(), other.loss());
        return rung(
                4,
                "loss",
                difference,
                "|difference of losses| / max |loss|",
                difference.relative(),
                LOSS,
                difference.relative() <= LOSS ? null : one.loss().name(),
                "loss %s".formatted(shown(one.loss().at(0))));
    }

    private static Rung gradients(Trace.Step one, Trace.Step other) {
        Difference difference = Difference.of(one.gradients(), other.gradients());
        @Nullable String first = null;
        @Nullable String worst = null;
        double largest = -1;
        for (int i = 0; i < Math.min(one.gradients().size(), other.gradients().size()); i++) {
            double relative = Difference.of(
                            one.gradients().get(i), other.gradients().get(i))
                    .relative();
            String name = one.gradients().get(i).name();
            if (first == null && !(relative <= GRADIENT)) {
                first = name;
            }
            if (relative > largest) {
                largest = relative;
                worst = name;
            }
        }
        return rung(
                5,
                "gradients",
                difference,
                "max |difference| / max |gradient| of a parameter, the largest of all parameters",
                difference.relative(),
                GRADIENT,
                first,
                "largest for " + worst);
    }

    /**
     * Adam's first step moves a weight by nearly the whole learning rate however small its gradient is, so a gradient that is
     * nothing but rounding moves it either way. What is judged is therefore the optimiser: the difference of the weights
     * less the one that Adam's formula makes of the two gradients.
     */
    private Rung updatedWeights(Trace.Step one, Trace.Step other) {
        Difference difference = Difference.of(one.updatedWeights(), other.updatedWeights());
        double rate = hyper.optBaseLearningRate();
        @Nullable String first = null;
        double largest = 0;
        if (one.updatedWeights().size() != other.updatedWeights().size()) {
            largest = Double.POSITIVE_INFINITY;
        }
        for (int i = 0;
                i < Math.min(one.updatedWeights().size(), other.updatedWeights().size());
                i++) {
            double unexplained = unexplained(one, other, i) / rate;
            if (first == null && !(unexplained <= STEP)) {
                first = one.updatedWeights().get(i).name();
            }
            largest = Math.max(largest, unexplained);
        }
        return rung(
                6,
                "one Adam step",
                difference,
                "max |difference of weights less what the gradients explain| / learning rate",
                largest,
                STEP,
                first,
                "weights themselves differ by up to %s of a learning rate"
                        .formatted(shown(difference.absolute() / rate)));
    }

    private double unexplained(Trace.Step one, Trace.Step other, int parameter) {
        Values mine = one.updatedWeights().get(parameter);
        Values theirs = other.updatedWeights().get(parameter);
        if (!mine.shape().equals(theirs.shape())) {
            return Double.POSITIVE_INFINITY;
        }
        double[] myChange = change(one.gradients().get(parameter));
        double[] theirChange = change(other.gradients().get(parameter));
        double largest = 0;
        for (int i = 0; i < mine.length(); i++) {
            largest = Math.max(largest, Math.abs((mine.at(i) - theirs.at(i)) - (myChange[i] - theirChange[i])));
        }
        return largest;
    }

    private double[] change(Values gradient) {
        return new Adam(hyper.optBaseLearningRate(), hyper.optEpsilon(), gradient.length()).step(gradient.numbers());
    }

    private static Rung lossCurve(Trace.Smooth one, Trace.Smooth other) {
        Difference difference = Difference.of(one.losses(), other.losses());
        double largest = difference.absolute() == Double.POSITIVE_INFINITY ? Double.POSITIVE_INFINITY : 0;
        @Nullable String first = null;
        int steps = Math.min(one.losses().length(), other.losses().length());
        for (int step = 0; step < steps; step++) {
            double mine = one.losses().at(step);
            double theirs = other.losses().at(step);
            double off = Math.abs(mine - theirs) / Math.max(1, Math.max(Math.abs(mine), Math.abs(theirs)));
            if (first == null && !(off <= CURVE)) {
                first = "step " + (step + 1);
            }
            largest = Math.max(largest, off);
        }
        return rung(
                7,
                "loss curve",
                difference,
                "max over steps of |difference of losses| / max(1, loss)",
                largest,
                CURVE,
                first,
                steps == 0
                        ? "no steps"
                        : "loss from %s to %s in %d steps"
                                .formatted(
                                        shown(one.losses().at(0)),
                                        shown(one.losses().at(steps - 1)),
                                        steps));
    }

    private Rung predictions(Trace.Smooth one, Trace.Smooth other) {
        Difference difference = Difference.of(one.testOutputs(), other.testOutputs());
        int rows = one.testRows().length();
        int disagreeing = 0;
        @Nullable String first = null;
        boolean comparable = one.testRows().shape().equals(other.testRows().shape())
                && one.testOutputs().shape().equals(other.testOutputs().shape());
        for (int row = 0; comparable && row < rows; row++) {
            if (one.testRows().at(row) != other.testRows().at(row) || disagree(one, other, row)) {
                disagreeing++;
                first = Objects.requireNonNullElse(
                        first, "row " + (int) one.testRows().at(row));
            }
        }
        // One row of a small test set is more than a thousandth of it, and is still no more than one row on the border.
        double tolerance = Math.max(ROWS, 1.0 / Math.max(1, rows));
        double judged = comparable && Double.isFinite(difference.absolute())
                ? disagreeing / (double) Math.max(1, rows)
                : Double.POSITIVE_INFINITY;
        return rung(
                8,
                "predictions",
                difference,
                kind == TaskKind.CLASSIFICATION
                        ? "fraction of test rows with another class"
                        : "fraction of test rows whose answers are more than " + ANSWER + " apart",
                judged,
                tolerance,
                judged <= tolerance ? null : Objects.requireNonNullElse(first, "test rows"),
                "%d of %d rows".formatted(disagreeing, rows));
    }

    private boolean disagree(Trace.Smooth one, Trace.Smooth other, int row) {
        int outputs = one.testOutputs().shape().get(1);
        if (kind == TaskKind.REGRESSION) {
            return !(Math.abs(one.testOutputs().at(row) - other.testOutputs().at(row)) <= ANSWER);
        }
        return largest(one.testOutputs(), row * outputs, outputs)
                != largest(other.testOutputs(), row * outputs, outputs);
    }

    /** The position of the largest of some values, the first on ties. */
    private static int largest(Values values, int from, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values.at(from + i) > values.at(from + best)) {
                best = i;
            }
        }
        return best;
    }

    private static Rung rung(
            int number,
            String name,
            Difference difference,
            String judgedBy,
            double judged,
            double tolerance,
            @Nullable String first,
            String detail) {
        return new Rung(
                number,
                name,
                finite(difference.absolute()),
                finite(difference.relative()),
                judgedBy,
                finite(judged),
                tolerance,
                judged <= tolerance,
                first,
                detail);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
