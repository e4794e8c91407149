package io.enginebench.report.answer;

import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one comparison comes to, as a clause.
 *
 * @param of how the clause begins, which claims may share
 */
record Claim(String of, String text) {
    /** The pairs that say the same in one clause, in the order of the first that says it. */
    static String said(List<Comparison> pairs, Function<Comparison, Claim> claim) {
        Map<String, List<String>> byHow = new LinkedHashMap<>();
        for (Comparison pair : pairs) {
            Claim own = claim.apply(pair);
            byHow.computeIfAbsent(own.of(), of -> new ArrayList<>()).add(own.text());
        }
        return byHow.entrySet().stream()
                .map(one -> one.getKey() + String.join(", ", one.getValue()))
                .collect(Collectors.joining("; "));
    }

    /**
     * What a comparison comes to.
     *
     * @param than what the better engine is, of the other's name
     */
    static Claim of(Comparison one, UnaryOperator<String> than) {
        return of(one, than, null);
    }

    /** What a comparison of speeds comes to. Who came out faster is said without a verdict too. */
    static Claim faster(Comparison one) {
        Double estimate = one.estimate();
        if (estimate == null) {
            return of(one, other -> "faster than " + other);
        }
        double ratio = Math.max(estimate, 1 / estimate);
        return of(
                one,
                other -> Numbers.format("%.2fx as fast as %s", ratio, other),
                one.engines().get(estimate < 1 ? 1 : 0));
    }

    /**
     * What each verdict is in words, whatever it is on.
     *
     * @param ahead the engine that came out better, where that is worth a word without a verdict; else null
     */
    private static Claim of(Comparison one, UnaryOperator<String> than, @Nullable String ahead) {
        String pair = String.join(" and ", one.engines());
        return switch (one.verdict()) {
            case BETTER -> new Claim(one.better() + " is ", than.apply(other(one, one.better())));
            case EQUIVALENT ->
                ahead != null && isReal(one)
                        ? new Claim(
                                ahead + " is ",
                                "%s, less than the %s that matter"
                                        .formatted(than.apply(other(one, ahead)), margin(one)))
                        : new Claim("no difference beyond " + margin(one) + " between ", pair);
            case INCONCLUSIVE -> ahead == null ? new Claim("not told apart yet: ", pair) : undecided(one, than, ahead);
            case NO_INFERENCE, INVALID -> new Claim("no verdict: ", pair);
        };
    }

    private static Claim undecided(Comparison one, UnaryOperator<String> than, String ahead) {
        String other = other(one, ahead);
        if (one.notSteady()) {
            return new Claim("no verdict, for it was not steady: ", ahead + " came out " + than.apply(other));
        }
        if (isReal(one)) {
            return new Claim(
                    ahead + " is ",
                    "faster than %s%s, which may be less than the %s that matter"
                            .formatted(other, by(one), margin(one)));
        }
        return new Claim(
                isLeftOpenByAdjustment(one) ? "too few rounds for so many comparisons: " : "not told apart yet: ",
                Numbers.format(
                        "%s is %.2f", String.join(" / ", one.engines()), Objects.requireNonNull(one.estimate())));
    }

    /** Whether there is a difference, however small. */
    private static boolean isReal(Comparison one) {
        Double p = one.adjustedPValue() == null ? one.pValue() : one.adjustedPValue();
        Double low = bound(one, 0);
        Double high = bound(one, 1);
        double same = one.unit() == Margin.Scale.RATIO ? 1 : 0;
        return p != null && p <= 0.05 && low != null && high != null && (low > same || high < same);
    }

    private static @Nullable Double bound(Comparison one, int which) {
        List<@Nullable Double> interval = one.interval();
        return interval == null ? null : interval.get(which);
    }

    /** Whether it is the adjustment for all comparisons alone that leaves it open. */
    private static boolean isLeftOpenByAdjustment(Comparison one) {
        Integer family = one.familySize();
        Double p = one.pValue();
        Double adjusted = one.adjustedPValue();
        return family != null && family > 1 && p != null && p <= 0.05 && adjusted != null && adjusted > 0.05;
    }

    /** {@code by 3.8..7.8 %}, from the better engine's side; nothing where the interval is open. */
    static String by(Comparison one) {
        Double low = bound(one, 0);
        Double high = bound(one, 1);
        if (low == null || high == null) {
            return "";
        }
        boolean ratio = one.unit() == Margin.Scale.RATIO;
        boolean turned = ratio && one.kind() == ComparisonKind.THROUGHPUT && high < 1;
        List<Double> ends = Stream.of(low, high)
                .map(end -> turned ? 1 / end : end)
                .map(end -> Math.abs(ratio ? 100 * (end - 1) : 100 * end))
                .sorted(Comparator.naturalOrder())
                .toList();
        return Numbers.format(" by %.1f..%.1f %s", ends.get(0), ends.get(1), ratio ? "%" : "points");
    }

    private static String other(Comparison one, @Nullable String engine) {
        return one.engines().get(one.engines().get(0).equals(engine) ? 1 : 0);
    }

    private static String margin(Comparison one) {
        return one.unit() == Margin.Scale.RATIO
                ? Numbers.format("%s %%", trimmed(100 * one.margin()))
                : Numbers.format("%s point%s", trimmed(100 * one.margin()), one.margin() == 0.01 ? "" : "s");
    }

    private static String trimmed(double number) {
        return Numbers.format("%.1f", number).replaceFirst("\\.0$", "");
    }
}
