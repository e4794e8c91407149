package io.enginebench.analysis.verdict;

import io.enginebench.analysis.stats.Interval;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.PairedBy;
import io.enginebench.record.verdict.RowEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A verdict in plain English, with the figures it rests on. */
record Sentence(Finding finding, Verdict verdict, @Nullable Double adjusted, int familySize) {
    /** A number with its noun: 1 seed, 2 seeds. */
    static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    /** What {@code better} rejects, or null where nothing is tested. */
    static @Nullable String hypothesis(Finding finding) {
        if (finding.p() == null) {
            return null;
        }
        if (finding.rows() != null) {
            return finding.inference() == null
                    ? "difference = 0 over test rows"
                    : "difference = 0 over seeds, or over test rows";
        }
        Margin margin = finding.runs().margin();
        if (finding.runs().metric().kind() == ComparisonKind.THROUGHPUT) {
            return "%s within %s".formatted(margin.scale().json(), range(margin, -margin.bound(), margin.bound()));
        }
        return margin.scale().json() + " = " + (margin.ofRatio() ? "1" : "0");
    }

    String text() {
        List<String> parts = new ArrayList<>();
        parts.add(claim());
        if (finding.inference() != null) {
            parts.add(sample());
        }
        parts.addAll(remarks());
        return String.join("; ", parts) + ".";
    }

    /** The verdict in a few words, without what it is of. */
    String brief() {
        Inference shown = finding.inference();
        if (shown == null) {
            String reason = claim().replaceFirst(".*?: ", "");
            return finding.estimate() == null
                    ? reason
                    : "the %s is %s (%s)"
                            .formatted(margin().scale().json(), number(margin(), finding.estimate()), reason);
        }
        String word = verdict instanceof Verdict.Better better
                ? "%s is %s".formatted(better.engine(), faster())
                : verdict.conclusion().json() + (verdict instanceof Verdict.NotSteady ? " (not steady)" : "");
        return "%s, the %s is %s (95 %% interval %s, %s)"
                .formatted(
                        word,
                        margin().scale().json(),
                        number(margin(), shown.estimate()),
                        range(shown.interval()),
                        count(finding.n(), pairedBy().json()));
    }

    private String faster() {
        return finding.runs().metric().kind() == ComparisonKind.THROUGHPUT ? "faster" : "better";
    }

    private String claim() {
        String both = "%s and %s".formatted(subject().first(), subject().second());
        Inference shown = finding.inference();
        if (shown == null) {
            String reason = verdict instanceof Verdict.Invalid invalid
                    ? "invalid, " + invalid.reason()
                    : verdict instanceof Verdict.NoInference none ? "no inference, " + none.reason() : "";
            return "%s in %s: %s".formatted(both, what(), reason);
        }
        String estimate = "the %s is %s (95 %% interval %s)"
                .formatted(margin().scale().json(), number(margin(), shown.estimate()), range(shown.interval()));
        if (verdict instanceof Verdict.Equivalent) {
            return "%s are equivalent in %s: %s and the 90 %% interval %s lies within %s%s"
                    .formatted(
                            both,
                            what(),
                            estimate,
                            range(shown.equivalenceInterval()),
                            allowed(),
                            shown.interval().outside(0)
                                    ? ", so the difference is real but smaller than the margin"
                                    : "");
        }
        if (verdict instanceof Verdict.Better better) {
            return better(better) + ": " + estimate;
        }
        return "%s are not told apart in %s: inconclusive%s, %s, the margin is %s"
                .formatted(
                        both, what(), verdict instanceof Verdict.NotSteady ? " (not steady)" : "", estimate, allowed());
    }

    private String better(Verdict.Better better) {
        boolean rate = finding.runs().metric().higherIsBetter();
        String word = faster();
        String other = better.engine().equals(subject().first())
                ? subject().second()
                : subject().first();
        String amount = margin().ofRatio()
                ? span(100 * better.from(), 100 * better.to(), "%.1f") + " %"
                : span(better.from(), better.to(), "%.4f");
        return rate
                ? "%s is %s in %s by %s".formatted(better.engine(), word, what(), amount)
                : "%s is %s in %s, that of %s being larger by %s"
                        .formatted(better.engine(), word, what(), other, amount);
    }

    private static String span(double from, double to, String format) {
        String least = String.format(Locale.ROOT, format, from);
        return Double.isInfinite(to) ? least + " or more" : least + ".." + String.format(Locale.ROOT, format, to);
    }

    private String sample() {
        Integer folds = finding.runs().folds();
        String pairs =
                count(finding.n(), pairedBy().json()) + (folds == null ? "" : " of %d folds each".formatted(folds));
        Inference shown = finding.inference();
        return shown != null && shown.method().equals(Methods.PAIRED_T)
                ? pairs + ", too few for the exact signed-rank interval, so by t"
                : pairs;
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        RowEvidence rows = finding.rows();
        if (rows != null) {
            remarks.add("on %s of the class %s was right more often on %d and %s on %d (exact McNemar p %s)"
                    .formatted(
                            count(rows.rows(), "test row"),
                            subject().first(),
                            rows.firstOnly(),
                            subject().second(),
                            rows.secondOnly(),
                            probability(rows.mcnemarPValue())));
        }
        Inference shown = finding.inference();
        if (adjusted != null && familySize > 1 && (verdict instanceof Verdict.Better || adjustmentDecides())) {
            remarks.add("p %s after Holm's adjustment for %d comparisons%s"
                    .formatted(
                            probability(adjusted),
                            familySize,
                            verdict instanceof Verdict.Better ? "" : ", which is more than 0.05"));
        }
        if (shown != null && shown.noEquivalence() != null && !(verdict instanceof Verdict.Better)) {
            remarks.add("no equivalence is claimed: " + shown.noEquivalence());
        }
        rounds(remarks);
        failed(remarks, subject().first(), finding.failedFirst());
        failed(remarks, subject().second(), finding.failedSecond());
        if (verdict instanceof Verdict.Inconclusive inconclusive) {
            remarks.add(need(inconclusive.further()));
        }
        if (finding.beyond() != null) {
            remarks.add("beyond this data set the 95 %% interval is %s (%s)"
                    .formatted(
                            range(finding.beyond().interval()), finding.beyond().method()));
        }
        return remarks;
    }

    private String need(Verdict.@Nullable Further further) {
        String unit = pairedBy().json();
        if (further == null) {
            return finding.rows() == null
                    ? finding.runs().absence()
                            + " leaves the interval open, so that it is unknown how many more would decide"
                    : "its test rows do not decide, whatever the number of %ss".formatted(unit);
        }
        if (further.least() == null) {
            return "how many more %ss would decide cannot be planned from this estimate and spread".formatted(unit);
        }
        String range = further.least() + (further.most() == null ? " or more" : ".." + further.most());
        return further.about() == null
                ? "%s further %ss would decide, if the spread is less than it seems".formatted(range, unit)
                : "about %s would decide (%s, as the spread is an estimate)"
                        .formatted(count(further.about(), "more " + unit), range);
    }

    private void rounds(List<String> remarks) {
        Comparison.Rounds rounds = finding.rounds();
        if (rounds == null) {
            return;
        }
        List<Double> drift = rounds.drift();
        if (finding.notSteady() && drift != null && !(verdict instanceof Verdict.NoInference)) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "there was no steady speed in %d of %s of %s and in %d of %d of %s, which usually moved by %.1f %% and by"
                            + " %.1f %%%s",
                    rounds.unsteady().get(0),
                    count(finding.n() - finding.failedFirst(), "cell"),
                    subject().first(),
                    rounds.unsteady().get(1),
                    finding.n() - finding.failedSecond(),
                    subject().second(),
                    100 * (drift.get(0) - 1),
                    100 * (drift.get(1) - 1),
                    verdict instanceof Verdict.Better ? ": the verdict holds with the interval widened by both" : ""));
        }
        List<Double> spread = rounds.spread();
        if (rounds.unevenSpread() && spread != null) {
            boolean firstIsWider = spread.get(0) > spread.get(1);
            remarks.add(String.format(
                    Locale.ROOT,
                    "%s scatters more than %s from round to round, by %.1f %% against %.1f %% (p %s)",
                    firstIsWider ? subject().first() : subject().second(),
                    firstIsWider ? subject().second() : subject().first(),
                    100 * spread.get(firstIsWider ? 0 : 1),
                    100 * spread.get(firstIsWider ? 1 : 0),
                    probability(Objects.requireNonNull(rounds.spreadPValue()))));
        }
        Comparison.Apart apart = rounds.apart();
        if (apart != null) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "the rounds fall into two groups, and the interval may be too narrow: %s ran in %d of %d at %.3f of its"
                            + " rate in the others",
                    apart.engine(),
                    apart.rounds(),
                    finding.n(),
                    apart.ratio()));
        }
    }

    private boolean adjustmentDecides() {
        Inference shown = finding.inference();
        return verdict instanceof Verdict.Inconclusive
                && shown != null
                && shown.interval().outside(finding.threshold());
    }

    private void failed(List<String> remarks, String engine, int runs) {
        if (runs > 0 && !(verdict instanceof Verdict.Invalid)) {
            remarks.add("%s %s on %d, which counts as the worst value"
                    .formatted(engine, finding.runs().absent(), runs));
        }
    }

    private Subject subject() {
        return finding.runs().subject();
    }

    private PairedBy pairedBy() {
        return finding.runs().pairedBy();
    }

    private Margin margin() {
        return finding.runs().margin();
    }

    private String what() {
        String metric = finding.runs().metric().id();
        ComparisonScope scope = subject().scope();
        if (scope == null) {
            return metric;
        }
        List<String> parts = new ArrayList<>();
        if (scope.className() != null) {
            parts.add("class " + scope.className());
        }
        if (scope.mode() != null) {
            parts.add(scope.mode().json());
        }
        if (scope.batch() != null) {
            parts.add("batch " + scope.batch());
        }
        if (scope.threads() != null) {
            parts.add(count(scope.threads(), "thread"));
        }
        return parts.isEmpty() ? metric : "%s (%s)".formatted(metric, String.join(", ", parts));
    }

    private String allowed() {
        return range(margin(), -margin().bound(), margin().bound());
    }

    private String range(Interval interval) {
        return range(margin(), interval.lower(), interval.upper());
    }

    private static String range(Margin margin, double lower, double upper) {
        return number(margin, lower) + ".." + number(margin, upper);
    }

    private static String number(Margin margin, double contrast) {
        double value = margin.published(contrast);
        if (Double.isInfinite(value)) {
            return value > 0 ? "unbounded" : "-unbounded";
        }
        // A difference of -0.00001 is printed as 0.0000, not as -0.0000.
        String text = String.format(Locale.ROOT, margin.ofRatio() ? "%.3f" : "%.4f", value);
        return text.equals("-0.0000") ? "0.0000" : text;
    }

    static String probability(double p) {
        return p < 0.001 ? "below 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }
}
