package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.Adam;
import io.enginebench.record.Hashes;
import io.enginebench.record.parity.Rung;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TaskKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The comparisons, each of which can only be trusted when those before it passed. The tolerances are contracts, not
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
    private final StatisticsRung statistics;

    /**
     * A ladder.
     *
     * @param statistics of the network; none if it is not known what it computes
     */
    Ladder(TaskKind kind, HyperParameters hyper, StatisticsRung statistics) {
        this.kind = kind;
        this.hyper = hyper;
        this.statistics = statistics;
    }

    /** Two engines: all rungs, or those up to the first step if the smooth steps were not made. */
    List<Rung> compare(Trace one, Trace other) {
        List<Rung> rungs = new ArrayList<>();
        rungs.add(startingWeights(all(one.step()), all(other.step())));
        rungs.add(batchOrder(one, other));
        rungs.addAll(step(one.step(), other.step(), firstLayer(one.step(), other.step())));
        if (one.smooth() != null && other.smooth() != null) {
            rungs.add(lossCurve(one.smooth().losses(), other.smooth().losses()));
            rungs.add(predictions(one.smooth(), other.smooth()));
        }
        rungs.sort(Comparator.comparing(Rung::number));
        return rungs;
    }

    /** An engine and the reference, which starts from the engine's weights and batch: rungs 3 to 6, 9 and 10. */
    List<Rung> compare(Trace.Step one, ReferenceStep reference) {
        List<Rung> rungs = new ArrayList<>(
                step(one, reference.step(), reference.firstUnlike().orElse("outputs")));
        rungs.add(evaluation(one, reference.step()));
        return rungs;
    }

    private List<Rung> step(Trace.Step one, Trace.Step other, String firstLayer) {
        List<Rung> rungs = new ArrayList<>(List.of(
                forward(one, other, firstLayer), loss(one, other), gradients(one, other), updatedWeights(one, other)));
        statistics.of(one, other).ifPresent(rungs::add);
        return rungs;
    }

    private static List<Values> all(Trace.Step step) {
        return Stream.concat(step.startingWeights().stream(), step.startingStatistics().stream())
                .toList();
    }

    private static Rung startingWeights(List<Values> one, List<Values> other) {
        List<Values> more = one.size() >= other.size() ? one : other;
        int shared = Math.min(one.size(), other.size());
        int[] bits = IntStream.range(0, more.size())
                .map(i -> i < shared ? differingBits(one.get(i), other.get(i)) : 1)
                .toArray();
        return rung(
                1,
                "starting weights",
                Difference.of(one, other),
                "weights whose bits differ",
                new Judged(
                        Arrays.stream(bits).sum(),
                        IntStream.range(0, bits.length)
                                .filter(i -> bits[i] > 0)
                                .mapToObj(i -> more.get(i).name())
                                .findFirst()
                                .orElse(null)),
                0,
                "SHA-256 %s and %s".formatted(sha256(one), sha256(other)));
    }

    private static int differingBits(Values one, Values other) {
        if (!one.name().equals(other.name()) || !one.shape().equals(other.shape())) {
            return Math.max(1, Math.max(one.length(), other.length()));
        }
        return (int) IntStream.range(0, one.length())
                .filter(i -> Double.doubleToRawLongBits(one.at(i)) != Double.doubleToRawLongBits(other.at(i)))
                .count();
    }

    private static String sha256(List<Values> arrays) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        arrays.forEach(array -> bytes.writeBytes(array.floatBytes()));
        return Hashes.sha256(bytes.toByteArray());
    }

    private static Rung batchOrder(Trace one, Trace other) {
        return rung(
                2,
                "batch order",
                Difference.of(
                        List.of(one.batchRows(), one.batchSizes()), List.of(other.batchRows(), other.batchSizes())),
                "rows and batch sizes that differ",
                new Judged(
                        differingBits(one.batchRows(), other.batchRows())
                                + differingBits(one.batchSizes(), other.batchSizes()),
                        "batch " + firstBatchThatDiffers(one, other)),
                0,
                "%d rows in %d batches"
                        .formatted(one.batchRows().length(), one.batchSizes().length()));
    }

    /** 1-based. */
    private static int firstBatchThatDiffers(Trace one, Trace other) {
        int row = Arrays.mismatch(one.batchRows().numbers(), other.batchRows().numbers());
        int size =
                Arrays.mismatch(one.batchSizes().numbers(), other.batchSizes().numbers());
        int sameSizes = size < 0 ? one.batchSizes().length() : size;
        int batch = 0;
        for (int end = 0; batch < sameSizes; batch++) {
            end += (int) one.batchSizes().at(batch);
            if (row >= 0 && row < end) {
                break;
            }
        }
        return batch + 1;
    }

    private static Rung forward(Trace.Step one, Trace.Step other, String firstLayer) {
        return rung(
                3,
                "forward",
                Difference.of(one.outputs(), other.outputs()),
                "max |difference of outputs| / max(1, max |output|)",
                new Judged(scaled(one.outputs(), other.outputs()), firstLayer),
                FORWARD,
                "largest output %s".formatted(Judged.shown(one.outputs().largest())));
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
        return IntStream.range(0, Math.min(one.layers().size(), other.layers().size()))
                .filter(i ->
                        one.layers().get(i).shape().equals(other.layers().get(i).shape()))
                // Written so that a value that is no number counts as a difference.
                .filter(i -> !(scaled(
                                new Values("", one.layers().get(i).values().get()),
                                new Values("", other.layers().get(i).values().get()))
                        <= FORWARD))
                .mapToObj(i -> one.layers().get(i).name())
                .findFirst()
                .orElse(one.outputs().name());
    }

    /**
     * What the network answers in evaluation after the step: by the engine's weights and statistics as they then are, on the engine and in
     * the reference. Two engines are not held against each other here, for their weights differ by then (see the sixth rung).
     */
    private static Rung evaluation(Trace.Step one, Trace.Step other) {
        return rung(
                10,
                "evaluation",
                Difference.of(one.evaluated(), other.evaluated()),
                "max |difference of outputs| / max(1, max |output|)",
                new Judged(scaled(one.evaluated(), other.evaluated()), "outputs"),
                FORWARD,
                "after one step, by the engine's own weights and statistics");
    }

    private static Rung loss(Trace.Step one, Trace.Step other) {
        Difference difference = Difference.of(one.loss(), other.loss());
        return rung(
                4,
                "loss",
                difference,
                "|difference of losses| / max |loss|",
                new Judged(difference.relative(), one.loss().name()),
                LOSS,
                "loss %s".formatted(Judged.shown(one.loss().at(0))));
    }

    private static Rung gradients(Trace.Step one, Trace.Step other) {
        Difference difference = Difference.of(one.gradients(), other.gradients());
        List<Judged> parameters = Judged.each(
                one.gradients(),
                other.gradients(),
                i -> Difference.of(one.gradients().get(i), other.gradients().get(i))
                        .relative());
        return rung(
                5,
                "gradients",
                difference,
                "max |difference| / max |gradient| of a parameter, the largest of all parameters",
                Judged.all(parameters, difference, GRADIENT),
                GRADIENT,
                "largest for "
                        + parameters.stream()
                                .max(Comparator.comparingDouble(Judged::number))
                                .map(Judged::where)
                                .orElse(null));
    }

    /**
     * Adam's first step moves a weight by nearly the whole learning rate however small its gradient is, so a gradient that is
     * nothing but rounding moves it either way. What is judged is therefore the optimiser: the difference of the weights
     * less the one that Adam's formula makes of the two gradients.
     */
    private Rung updatedWeights(Trace.Step one, Trace.Step other) {
        Difference difference = Difference.of(one.updatedWeights(), other.updatedWeights());
        double rate = hyper.optBaseLearningRate();
        return rung(
                6,
                "one Adam step",
                difference,
                "max |difference of weights less what the gradients explain| / learning rate",
                Judged.all(
                        Judged.each(
                                one.updatedWeights(), other.updatedWeights(), i -> unexplained(one, other, i) / rate),
                        difference,
                        STEP),
                STEP,
                "weights themselves differ by up to %s of a learning rate"
                        .formatted(Judged.shown(difference.absolute() / rate)));
    }

    private double unexplained(Trace.Step one, Trace.Step other, int parameter) {
        Values mine = one.updatedWeights().get(parameter);
        Values theirs = other.updatedWeights().get(parameter);
        if (!mine.shape().equals(theirs.shape())) {
            return Double.POSITIVE_INFINITY;
        }
        double[] myChange = change(one.gradients().get(parameter));
        double[] theirChange = change(other.gradients().get(parameter));
        return IntStream.range(0, mine.length())
                .mapToDouble(i -> Math.abs((mine.at(i) - theirs.at(i)) - (myChange[i] - theirChange[i])))
                .reduce(0, Math::max);
    }

    private double[] change(Values gradient) {
        return new Adam(hyper.optBaseLearningRate(), hyper.optEpsilon(), gradient.length()).step(gradient.numbers());
    }

    private static Rung lossCurve(Values one, Values other) {
        Difference difference = Difference.of(one, other);
        int steps = Math.min(one.length(), other.length());
        return rung(
                7,
                "loss curve",
                difference,
                "max over steps of |difference of losses| / max(1, loss)",
                Judged.all(
                        IntStream.range(0, steps)
                                .mapToObj(i -> new Judged(
                                        Math.abs(one.at(i) - other.at(i))
                                                / Math.max(1, Math.max(Math.abs(one.at(i)), Math.abs(other.at(i)))),
                                        "step " + (i + 1)))
                                .toList(),
                        difference,
                        CURVE),
                CURVE,
                steps == 0
                        ? "no steps"
                        : "loss from %s to %s in %d steps"
                                .formatted(Judged.shown(one.at(0)), Judged.shown(one.at(steps - 1)), steps));
    }

    private Rung predictions(Trace.Smooth one, Trace.Smooth other) {
        Difference difference = Difference.of(one.testOutputs(), other.testOutputs());
        int rows = one.testRows().length();
        boolean comparable = one.testRows().shape().equals(other.testRows().shape())
                && one.testOutputs().shape().equals(other.testOutputs().shape());
        int[] disagreeing = IntStream.range(0, comparable ? rows : 0)
                .filter(row -> disagree(one, other, row))
                .toArray();
        return rung(
                8,
                "predictions",
                difference,
                kind == TaskKind.CLASSIFICATION
                        ? "fraction of test rows with another class"
                        : "fraction of test rows whose answers are more than " + ANSWER + " apart",
                new Judged(
                        comparable && Double.isFinite(difference.absolute())
                                ? disagreeing.length / (double) Math.max(1, rows)
                                : Double.POSITIVE_INFINITY,
                        disagreeing.length == 0
                                ? "test rows"
                                : "row " + (int) one.testRows().at(disagreeing[0])),
                // One row of a small test set is more than a thousandth of it, and still no more than one row on the
                // border.
                Math.max(ROWS, 1.0 / Math.max(1, rows)),
                "%d of %d rows".formatted(disagreeing.length, rows));
    }

    private boolean disagree(Trace.Smooth one, Trace.Smooth other, int row) {
        Values mine = one.testOutputs();
        Values theirs = other.testOutputs();
        int outputs = mine.shape().get(1);
        return one.testRows().at(row) != other.testRows().at(row)
                || (kind == TaskKind.REGRESSION
                        ? !(Math.abs(mine.at(row) - theirs.at(row)) <= ANSWER)
                        : largest(mine, row * outputs, outputs) != largest(theirs, row * outputs, outputs));
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
            Judged judged,
            double tolerance,
            String detail) {
        return judged.rung(number, name, difference, judgedBy, tolerance, detail);
    }
}
