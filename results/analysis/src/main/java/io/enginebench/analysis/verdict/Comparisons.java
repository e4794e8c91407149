package io.enginebench.analysis.verdict;

import io.enginebench.analysis.stats.Holm;
import io.enginebench.analysis.stats.Interval;
import io.enginebench.analysis.stats.SignedRank;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.verdict.Bounds;
import io.enginebench.record.verdict.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the comparisons of a result from their raw numbers: a pure function, so that a result can be recomputed. */
public final class Comparisons {
    private Comparisons() {}

    /**
     * One comparison for each sample, in their order.
     *
     * <p>Holm's adjustment is over the family of a comparison: those of the same metric under the same protocol, whatever their
     * task, engines, mode or batch; for the recall of classes, those of one task, model and pair of engines. So all comparisons
     * of a result belong into one call, and a control into a call of its own. A comparison without a p value is in no family; one of speeds
     * on unlike processors is in it once for each of them.
     *
     * <p>The adjustment enters {@code better} alone. {@code equivalent} is claimed of each comparison at 5 %: a
     * statement that all are equivalent needs no adjustment (Berger 1982), and the p value is there for whoever wants one.
     */
    public static List<Comparison> of(List<? extends PairedRuns> samples) {
        return of(samples, Family::of);
    }

    /** Of so many pairs or more the exact test can call an engine better where so many comparisons are adjusted together. */
    public static int fewestPairs(int familySize) {
        return SignedRank.smallestSample(Finding.LEVEL / familySize);
    }

    /** The same with one family of all samples, whatever they are of. */
    public static List<Comparison> ofOneFamily(List<? extends PairedRuns> samples) {
        return of(samples, finding -> "all");
    }

    private static List<Comparison> of(List<? extends PairedRuns> samples, Function<Finding, Object> familyOf) {
        List<List<Finding>> parts =
                samples.stream().map(Comparisons::judgedByThemselves).toList();
        List<Finding> findings = parts.stream().flatMap(List::stream).toList();
        Map<Object, List<Integer>> families = new HashMap<>();
        for (int i = 0; i < findings.size(); i++) {
            if (findings.get(i).p() != null) {
                families.computeIfAbsent(familyOf.apply(findings.get(i)), family -> new ArrayList<>())
                        .add(i);
            }
        }
        Adjusted[] all = new Adjusted[findings.size()];
        Arrays.setAll(all, i -> new Adjusted(findings.get(i), null, 0));
        for (List<Integer> family : families.values()) {
            double[] adjusted = Holm.adjust(
                    family.stream().mapToDouble(i -> pValue(findings.get(i))).toArray());
            for (int i = 0; i < adjusted.length; i++) {
                all[family.get(i)] = new Adjusted(findings.get(family.get(i)), adjusted[i], adjusted.length);
            }
        }
        List<Comparison> comparisons = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < samples.size(); i++) {
            List<Adjusted> own =
                    Arrays.asList(all).subList(from, from + parts.get(i).size());
            from += own.size();
            Adjusted one = samples.get(i).pairing() instanceof PairedRuns.Processors sample
                    ? new Adjusted(PerProcessor.of(samples.get(i), sample, own), null, 0)
                    : own.get(0);
            comparisons.add(comparison(one.finding(), one.p(), one.familySize()));
        }
        return comparisons;
    }

    /**
     * A finding with what its family makes of its p value.
     *
     * @param p adjusted; null for one without a p value, which is in no family
     */
    record Adjusted(Finding finding, @Nullable Double p, int familySize) {
        Verdict verdict() {
            return finding.verdict(p, familySize);
        }
    }

    /** What there is a verdict on: a sample, or what it has of each processor. */
    private static List<Finding> judgedByThemselves(PairedRuns runs) {
        return runs.pairing() instanceof PairedRuns.Processors sample
                ? sample.byName().values().stream()
                        .map(pairs -> Methods.of(runs.of(pairs)))
                        .toList()
                : List.of(Methods.of(runs));
    }

    private static double pValue(Finding finding) {
        Double p = finding.p();
        if (p == null) {
            throw new IllegalStateException("a comparison without a p value is in no family");
        }
        return p;
    }

    /** Comparisons that are adjusted together. */
    private record Family(Metric metric, Protocol protocol, Division division, List<String> within) {
        static Family of(Finding finding) {
            Subject subject = finding.runs().subject();
            return new Family(
                    finding.runs().metric(),
                    subject.protocol(),
                    subject.division(),
                    finding.runs().pairing() instanceof PairedRuns.ClassRecall
                            ? List.of(subject.task(), subject.model(), subject.first(), subject.second())
                            : List.of());
        }
    }

    private static Comparison comparison(Finding finding, @Nullable Double adjusted, int familySize) {
        PairedRuns runs = finding.runs();
        Subject subject = runs.subject();
        Margin margin = runs.margin();
        Inference shown = finding.inference();
        Verdict verdict = finding.verdict(adjusted, familySize);
        Inference.Check check = shown == null ? null : shown.check();
        Verdict.Further further = verdict instanceof Verdict.Inconclusive inconclusive ? inconclusive.further() : null;
        return new Comparison(
                runs.metric().kind(),
                subject.task(),
                subject.model(),
                subject.protocol(),
                subject.division(),
                runs.metric(),
                subject.scope(),
                List.of(subject.first(), subject.second()),
                margin.scale(),
                margin.size(),
                shown == null ? null : shown.method(),
                finding.n(),
                runs.folds(),
                runs.pairedBy(),
                finding.estimate() == null ? null : finite(margin.published(finding.estimate())),
                shown == null
                        ? null
                        : Arrays.asList(
                                finite(margin.published(shown.interval().lower())),
                                finite(margin.published(shown.interval().upper()))),
                shown == null ? null : (Double) shown.interval().confidence(),
                shown == null ? null : bounds(margin, shown.equivalenceInterval(), shown.method()),
                check(margin, check),
                check(margin, finding.beyond()),
                Sentence.hypothesis(finding),
                finding.p(),
                adjusted,
                adjusted == null ? null : (Integer) familySize,
                shown == null ? null : (Double) shown.equivalenceP(),
                finding.rows(),
                finding.rounds(),
                List.of(finding.failedFirst(), finding.failedSecond()),
                verdict.conclusion(),
                verdict instanceof Verdict.Better better ? better.engine() : null,
                further == null ? null : further.about(),
                further == null || further.least() == null ? null : Arrays.asList(further.least(), further.most()),
                new Sentence(finding, verdict, adjusted, familySize).text());
    }

    private static @Nullable Bounds check(Margin margin, Inference.@Nullable Check check) {
        return check == null ? null : bounds(margin, check.interval(), check.method());
    }

    private static Bounds bounds(Margin margin, Interval interval, String method) {
        return new Bounds(
                finite(margin.published(interval.lower())),
                finite(margin.published(interval.upper())),
                interval.confidence(),
                method);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
