package io.enginebench.campaign.parity;

import io.enginebench.record.Hashes;
import io.enginebench.record.parity.Rung;
import io.enginebench.record.parity.Tolerances;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.TaskKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The comparisons, each of which can only be trusted when those before it passed. The {@link Tolerances} are contracts, not
 * fits: docs/parity.md derives them.
 */
final class Ladder {
    private final Optimiser optimiser;
    private final StatisticsRung statistics;
    private final SmoothRungs smooth;

    /**
     * A ladder.
     *
     * @param statistics of the network; none if it is not known what it computes
     */
    Ladder(TaskKind kind, Optimiser optimiser, StatisticsRung statistics) {
        this.optimiser = optimiser;
        this.statistics = statistics;
        this.smooth = new SmoothRungs(kind);
    }

    /**
     * Two engines: all rungs, or those up to the first step if the smooth steps were not made.
     *
     * @param mine what the reference makes of the first's step; null if there is no reference
     * @param theirs what it makes of the second's
     */
    List<Rung> compare(Trace one, @Nullable ReferenceStep mine, Trace other, @Nullable ReferenceStep theirs) {
        Trace.Step myStep = Objects.requireNonNull(one.step());
        Trace.Step theirStep = Objects.requireNonNull(other.step());
        List<Rung> rungs = beginning(one, other);
        String firstLayer = firstLayer(myStep, theirStep);
        Rounding rounding = mine == null || theirs == null ? Rounding.NONE : mine.rounding();
        rungs.addAll(step(
                myStep,
                theirStep,
                firstLayer,
                rounding,
                mine == null || theirs == null ? List.of() : branches(mine.step(), theirs.step())));
        if (one.smooth() != null && other.smooth() != null) {
            rungs.addAll(smooth.of(one.smooth(), other.smooth(), rounding.loss()));
        }
        rungs.sort(Comparator.comparing(Rung::number));
        return rungs;
    }

    /** The first two rungs. */
    private static List<Rung> beginning(Trace one, Trace other) {
        return new ArrayList<>(List.of(
                startingWeights(one.forward().parameters(), other.forward().parameters()), batchOrder(one, other)));
    }

    /**
     * Two engines of which one only answers, at least: the first three rungs, the third of them in evaluation.
     *
     * @param rounding what rounding alone makes of their answers
     */
    static List<Rung> answers(Trace one, Trace other, double rounding) {
        List<Rung> rungs = beginning(one, other);
        rungs.add(answers(one.forward().answered(), other.forward().answered(), rounding));
        return rungs;
    }

    /** An engine that only answers and the reference, which does it by the engine's weights: the third rung, in evaluation. */
    static List<Rung> answers(Trace one, ReferenceAnswers reference) {
        return List.of(answers(one.forward().answered(), reference.answered(), reference.rounding()));
    }

    private static Rung answers(Values one, Values other, double rounding) {
        return outputs(
                3, "forward", one, other, rounding, "in evaluation, largest output " + Judged.shown(one.largest()));
    }

    private static Rung outputs(int number, String name, Values one, Values other, double rounding, String detail) {
        double allowance = Rounding.allowance(rounding, Tolerances.FORWARD);
        return rung(
                number,
                name,
                Difference.of(one, other),
                "max |difference of outputs| / max(1, max |output|)",
                new Judged(scaled(one, other) / allowance, "outputs"),
                Tolerances.FORWARD,
                widened(detail, allowance));
    }

    /** What two engines' gradients differ by because they took other branches where rounding decides: in truth, not by a fault. */
    private static List<Values> branches(Trace.Step mine, Trace.Step theirs) {
        return IntStream.range(0, mine.gradients().size())
                .mapToObj(i -> minus(mine.gradients().get(i), theirs.gradients().get(i)))
                .toList();
    }

    private static Values minus(Values one, Values other) {
        return new Values(
                one.name(),
                one.shape(),
                IntStream.range(0, one.length())
                        .mapToDouble(i -> one.at(i) - other.at(i))
                        .toArray());
    }

    /** An engine and the reference, which starts from the engine's weights and batch: rungs 3 to 6, 9 and 10. */
    List<Rung> compare(Trace.Step one, ReferenceStep reference) {
        List<Rung> rungs =
                step(one, reference.step(), reference.firstUnlike().orElse("outputs"), reference.rounding(), List.of());
        if (overflow(reference.step().evaluated())) {
            leaveOut(rungs, "the evaluation after it");
        } else {
            rungs.add(evaluation(one, reference));
        }
        return rungs;
    }

    /**
     * The first step.
     *
     * @param explained by parameter, what of the difference of the gradients is none; empty if nothing
     */
    private List<Rung> step(
            Trace.Step one, Trace.Step other, String firstLayer, Rounding rounding, List<Values> explained) {
        List<Rung> rungs = new ArrayList<>(List.of(
                forward(one, other, firstLayer, rounding),
                loss(one, other, rounding),
                gradients(one, other, rounding, explained)));
        if (overflow(one.updatedWeights()) && overflow(other.updatedWeights())) {
            leaveOut(rungs, "the step");
        } else {
            rungs.add(updatedWeights(one, other));
        }
        statistics.of(one, other, rounding).ifPresent(rungs::add);
        return rungs;
    }

    /**
     * Says in the last rung that there is no next one. A training that diverges at once does so on every engine; that there is then
     * nothing to compare does not make it two trainings.
     */
    private static void leaveOut(List<Rung> rungs, String what) {
        Rung last = rungs.remove(rungs.size() - 1);
        rungs.add(last.noting(what + " is left out: its numbers are more than 32 bits hold"));
    }

    private static boolean overflow(List<Values> arrays) {
        return arrays.stream().anyMatch(Ladder::overflow);
    }

    private static boolean overflow(Values values) {
        return !Float.isFinite((float) values.largest());
    }

    /** What a reader is told where rounding widens a tolerance. */
    static String widened(String detail, double allowance) {
        return allowance > 1
                ? "%s; rounding alone makes so much of it that the tolerance is %s times as wide"
                        .formatted(detail, Judged.shown(allowance))
                : detail;
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

    private static Rung forward(Trace.Step one, Trace.Step other, String firstLayer, Rounding rounding) {
        double allowance = Rounding.allowance(rounding.outputs(), Tolerances.FORWARD);
        return rung(
                3,
                "forward",
                Difference.of(one.outputs(), other.outputs()),
                "max |difference of outputs| / max(1, max |output|)",
                new Judged(scaled(one.outputs(), other.outputs()) / allowance, firstLayer),
                Tolerances.FORWARD,
                widened("largest output %s".formatted(Judged.shown(one.outputs().largest())), allowance));
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
                        <= Tolerances.FORWARD))
                .mapToObj(i -> one.layers().get(i).name())
                .findFirst()
                .orElse(one.outputs().name());
    }

    /**
     * What the network answers in evaluation after the step: by the engine's weights and statistics as they then are, on the engine and in
     * the reference. Two engines are not held against each other here, for their weights differ by then (see the sixth rung).
     */
    private static Rung evaluation(Trace.Step one, ReferenceStep reference) {
        return outputs(
                10,
                "evaluation",
                one.evaluated(),
                reference.step().evaluated(),
                reference.rounding().evaluated(),
                "after one step, by the engine's own weights and statistics");
    }

    private static Rung loss(Trace.Step one, Trace.Step other, Rounding rounding) {
        Difference difference = Difference.of(one.loss(), other.loss());
        double allowance = Rounding.allowance(rounding.loss(), Tolerances.LOSS);
        return rung(
                4,
                "loss",
                difference,
                "|difference of losses| / max |loss|",
                new Judged(difference.relative() / allowance, one.loss().name()),
                Tolerances.LOSS,
                widened("loss %s".formatted(Judged.shown(one.loss().at(0))), allowance));
    }

    /**
     * Where a ReLU's input is nothing but rounding, two engines may take two branches, and both be right; what that makes of the
     * difference, as far as the reference tells, is taken off it.
     */
    private static Rung gradients(Trace.Step one, Trace.Step other, Rounding rounding, List<Values> explained) {
        Difference difference = Difference.of(one.gradients(), other.gradients());
        double[] allowances = one.gradients().stream()
                .mapToDouble(each -> Rounding.allowance(rounding.ofGradient(each.name()), Tolerances.GRADIENT))
                .toArray();
        List<Judged> parameters = Judged.each(one.gradients(), other.gradients(), i -> {
            Values mine = one.gradients().get(i);
            Values theirs = other.gradients().get(i);
            boolean sameShape = mine.shape().equals(theirs.shape());
            return Difference.of(explained.isEmpty() || !sameShape ? mine : minus(mine, explained.get(i)), theirs)
                            .relative()
                    / allowances[i];
        });
        Optional<Integer> worst = IntStream.range(0, parameters.size())
                .boxed()
                .max(Comparator.comparingDouble(i -> parameters.get(i).number()));
        return rung(
                5,
                "gradients",
                difference,
                "max |difference"
                        + (explained.isEmpty() ? "" : " less what other branches explain")
                        + "| / max |gradient| of a parameter, the largest of all parameters",
                Judged.all(parameters, difference, Tolerances.GRADIENT),
                Tolerances.GRADIENT,
                worst.map(i -> widened("largest for " + parameters.get(i).where(), allowances[i]))
                        .orElse("no parameters"));
    }

    /**
     * Adam's first step moves a weight by nearly the whole learning rate however small its gradient is, so a gradient that is
     * nothing but rounding moves it either way. What is judged is therefore the optimiser: the difference of the weights
     * less the one that its formula makes of the two gradients. That is in units of the learning rate, or of the largest change of the
     * parameter where that is more, as it may be where a step is no unit of the learning rate (SGD); and a weight is a float.
     */
    private Rung updatedWeights(Trace.Step one, Trace.Step other) {
        Difference difference = Difference.of(one.updatedWeights(), other.updatedWeights());
        List<double[]> mine = ReferenceStep.changes(optimiser, one.startingWeights(), one.gradients());
        List<double[]> theirs = ReferenceStep.changes(optimiser, other.startingWeights(), other.gradients());
        double rate = optimiser.learningRate().at(1);
        double[] units = mine.stream()
                .mapToDouble(change -> Math.max(
                        rate, Arrays.stream(change).map(Math::abs).max().orElse(0)))
                .toArray();
        double[] allowances = IntStream.range(0, units.length)
                .mapToDouble(i -> Rounding.allowance(
                        Math.ulp((float) one.updatedWeights().get(i).largest()) / 2 / units[i], Tolerances.STEP))
                .toArray();
        return rung(
                6,
                "one %s step".formatted(optimiser.rule().title()),
                difference,
                "max |difference of weights less what the gradients explain| / learning rate"
                        + (optimiser.isPlainAdam() ? "" : ", or largest change"),
                Judged.all(
                        Judged.each(
                                one.updatedWeights(),
                                other.updatedWeights(),
                                i -> unexplained(
                                                one.updatedWeights().get(i),
                                                other.updatedWeights().get(i),
                                                mine.get(i),
                                                theirs.get(i))
                                        / units[i]
                                        / allowances[i]),
                        difference,
                        Tolerances.STEP),
                Tolerances.STEP,
                widened(
                        "weights themselves differ by up to %s of a learning rate"
                                .formatted(Judged.shown(difference.absolute() / rate)),
                        Arrays.stream(allowances).max().orElse(1)));
    }

    private static double unexplained(Values mine, Values theirs, double[] myChange, double[] theirChange) {
        return mine.shape().equals(theirs.shape())
                ? IntStream.range(0, mine.length())
                        .mapToDouble(i -> Math.abs((mine.at(i) - theirs.at(i)) - (myChange[i] - theirChange[i])))
                        .reduce(0, Math::max)
                : Double.POSITIVE_INFINITY;
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
