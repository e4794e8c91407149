package io.enginebench.campaign.parity;

import io.enginebench.record.parity.Rung;
import io.enginebench.record.parity.Tolerances;
import io.enginebench.record.task.TaskKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rungs 7 and 8: two engines over the steps of an optimiser that divides by nothing, and what the networks then answer. */
final class SmoothRungs {
    /** By how much less than the tolerance an engine may depart from itself at a step that counts. */
    static final double OWN = 3;

    /** How far apart two answers of a regression count as different: a hundredth of the step between targets 1, 2, 3, 4. */
    static final double ANSWER = 0.01;

    private final TaskKind kind;

    SmoothRungs(TaskKind kind) {
        this.kind = kind;
    }

    /**
     * The seventh rung, and the eighth if every step could be compared.
     *
     * @param rounding what rounding alone makes of the loss of a step
     */
    List<Rung> of(Trace.Smooth one, Trace.Smooth other, double rounding) {
        int steady = steadySteps(one, other);
        Rung curve = lossCurve(one, other, steady, Rounding.allowance(rounding, Tolerances.CURVE));
        return steady == one.losses().length() ? List.of(curve, predictions(one, other)) : List.of(curve);
    }

    /**
     * Training is chaotic, and how much so depends on the network. A step counts only while the steadier engine, with its starting weights
     * off by a millionth, is not apart from itself by more than a third of the tolerance, its departures so far taken together.
     */
    private static Rung lossCurve(Trace.Smooth one, Trace.Smooth other, int leading, double allowance) {
        Difference difference = Difference.of(one.losses(), other.losses());
        int all = Math.min(one.losses().length(), other.losses().length());
        int steady = Math.min(all, Math.max(1, leading));
        List<Judged> compared = apart(one, other).subList(0, steady).stream()
                .map(step -> new Judged(step.number() / allowance, step.where()))
                .toList();
        return Judged.all(compared, difference, Tolerances.CURVE)
                .rung(
                        7,
                        "loss curve",
                        difference,
                        "max over steps of |difference of losses| / max(1, loss)",
                        Tolerances.CURVE,
                        Ladder.widened(
                                all == 0
                                        ? "no steps"
                                        : "loss from %s to %s in %d steps%s"
                                                .formatted(
                                                        Judged.shown(
                                                                one.losses().at(0)),
                                                        Judged.shown(
                                                                one.losses().at(all - 1)),
                                                        all,
                                                        steady == all
                                                                ? ""
                                                                : ", of which the first %d are compared and no answers: after them an engine departs from itself"
                                                                        .formatted(steady)),
                                allowance));
    }

    /** The leading steps at which an engine, nudged, still is where it was. */
    private static int steadySteps(Trace.Smooth one, Trace.Smooth other) {
        double[] mine = accumulated(apart(one, one.nudged()));
        double[] theirs = accumulated(apart(other, other.nudged()));
        int all = Math.min(mine.length, theirs.length);
        return IntStream.range(0, all)
                .filter(i -> !(Math.min(mine[i], theirs[i]) <= Tolerances.CURVE / OWN))
                .findFirst()
                .orElse(all);
    }

    /** The nudge comes in once and rounding in every step: what comes of so many that know nothing of each other is the root of the sum of their squares. */
    private static double[] accumulated(List<Judged> departures) {
        double[] sums = departures.stream()
                .mapToDouble(one -> one.number() * one.number())
                .toArray();
        Arrays.parallelPrefix(sums, Double::sum);
        return Arrays.stream(sums).map(Math::sqrt).toArray();
    }

    /** How far the losses of each step are apart. */
    private static List<Judged> apart(Trace.Smooth one, Trace.Smooth other) {
        Values mine = one.losses();
        Values theirs = other.losses();
        return IntStream.range(0, Math.min(mine.length(), theirs.length()))
                .mapToObj(i -> new Judged(
                        Math.abs(mine.at(i) - theirs.at(i))
                                / Math.max(1, Math.max(Math.abs(mine.at(i)), Math.abs(theirs.at(i)))),
                        "step " + (i + 1)))
                .toList();
    }

    private Rung predictions(Trace.Smooth one, Trace.Smooth other) {
        Difference difference = Difference.of(one.testOutputs(), other.testOutputs());
        int rows = one.testRows().length();
        boolean comparable = one.testRows().shape().equals(other.testRows().shape())
                && one.testOutputs().shape().equals(other.testOutputs().shape());
        int[] otherwise = comparable ? disagreeing(one, other, 0) : new int[0];
        int[] disagreeing = comparable ? disagreeing(one, other, border(one, other)) : new int[0];
        Judged judged = new Judged(
                comparable && Double.isFinite(difference.absolute())
                        ? disagreeing.length / (double) Math.max(1, rows)
                        : Double.POSITIVE_INFINITY,
                disagreeing.length == 0
                        ? "test rows"
                        : "row " + (int) one.testRows().at(disagreeing[0]));
        return judged.rung(
                8,
                "predictions",
                difference,
                kind.hasClasses()
                        ? "fraction of test rows with another class, and not by rounding"
                        : "fraction of test rows whose answers are more than " + ANSWER + " apart",
                // One row of a small test set is more than a thousandth of it, and still no more than one row on the
                // border.
                Math.max(Tolerances.ROWS, 1.0 / Math.max(1, rows)),
                "%d of %d rows".formatted(disagreeing.length, rows)
                        + (otherwise.length == disagreeing.length
                                ? ""
                                : ", not counting %d whose classes are apart by no more than the curve may be"
                                        .formatted(otherwise.length - disagreeing.length)));
    }

    /** How far apart the outputs for two classes must be so that a row is of one of them, and no matter of rounding. */
    private static double border(Trace.Smooth one, Trace.Smooth other) {
        return Tolerances.CURVE
                * Math.max(
                        1,
                        Math.max(
                                one.testOutputs().largest(), other.testOutputs().largest()));
    }

    private int[] disagreeing(Trace.Smooth one, Trace.Smooth other, double border) {
        return IntStream.range(0, one.testRows().length())
                .filter(row -> disagree(one, other, row, border))
                .toArray();
    }

    private boolean disagree(Trace.Smooth one, Trace.Smooth other, int row, double border) {
        Values mine = one.testOutputs();
        Values theirs = other.testOutputs();
        int outputs = mine.shape().get(1);
        return one.testRows().at(row) != other.testRows().at(row)
                || switch (kind) {
                    case CLASSIFICATION -> {
                        int here = row * outputs + largest(mine, row * outputs, outputs);
                        int there = row * outputs + largest(theirs, row * outputs, outputs);
                        yield here != there
                                && Math.max(mine.at(here) - mine.at(there), theirs.at(there) - theirs.at(here))
                                        > border;
                    }
                    case MULTI_LABEL ->
                        IntStream.range(row * outputs, (row + 1) * outputs)
                                .anyMatch(i -> mine.at(i) > 0 != theirs.at(i) > 0
                                        && Math.max(Math.abs(mine.at(i)), Math.abs(theirs.at(i))) > border);
                    case REGRESSION ->
                        IntStream.range(row * outputs, (row + 1) * outputs)
                                .anyMatch(i -> !(Math.abs(mine.at(i) - theirs.at(i)) <= ANSWER));
                };
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
}
