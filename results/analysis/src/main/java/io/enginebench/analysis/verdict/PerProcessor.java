package io.enginebench.analysis.verdict;

import io.enginebench.analysis.stats.Holm;
import io.enginebench.analysis.stats.StudentT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Speeds that were measured on several processors: what each of them shows, and whether they show the same.
 *
 * <p>There is no verdict on all of them together: which engine is faster may depend on the processor, and a mean over those that happened to be
 * there is of none. Whether it does depend is the interaction of engine and processor: Welch's t between the contrasts of each two
 * processors, the smallest p value after Holm's adjustment over these. Verdicts on single processors are adjusted with all others of their
 * family.
 */
final class PerProcessor {
    private PerProcessor() {}

    /**
     * All of them in one finding, which claims nothing itself.
     *
     * @param judged what each processor's pairs show, in the order of the sample's names
     */
    static Finding of(PairedRuns runs, PairedRuns.Processors sample, List<Comparisons.Adjusted> judged) {
        List<Finding> findings =
                judged.stream().map(Comparisons.Adjusted::finding).toList();
        List<String> parts = new ArrayList<>();
        List<String> processors = List.copyOf(sample.byName().keySet());
        for (int i = 0; i < judged.size(); i++) {
            Comparisons.Adjusted one = judged.get(i);
            Sentence sentence = new Sentence(one.finding(), one.verdict(), one.p(), one.familySize());
            parts.add("on %s %s".formatted(processors.get(i), sentence.brief()));
        }
        parts.add(agreement(runs, List.copyOf(sample.byName().values())));
        return new Finding(
                runs,
                findings.stream().mapToInt(Finding::n).sum(),
                findings.stream().mapToInt(Finding::failedFirst).sum(),
                findings.stream().mapToInt(Finding::failedSecond).sum(),
                null,
                null,
                null,
                null,
                null,
                null,
                new Verdict.NoInference("%ss of %d processors are judged apart: %s"
                        .formatted(runs.pairedBy().json(), findings.size(), String.join("; ", parts))));
    }

    /** Whether the contrast is the same on each. */
    private static String agreement(PairedRuns runs, List<PairedRuns.Pairs> processors) {
        List<double[]> contrasts = processors.stream()
                .map(pairs -> pairs.pairs().stream()
                        .filter(pair -> pair.first() != null && pair.second() != null)
                        .mapToDouble(runs::contrast)
                        .toArray())
                .toList();
        if (contrasts.stream().anyMatch(of -> of.length < 2)) {
            return "whether the processors agree cannot be told, for each must have 2 %ss without a failure"
                    .formatted(runs.pairedBy().json());
        }
        List<Double> p = new ArrayList<>();
        for (int i = 0; i < contrasts.size(); i++) {
            for (int j = i + 1; j < contrasts.size(); j++) {
                StudentT difference = StudentT.welch(contrasts.get(i), contrasts.get(j));
                p.add(Math.min(1, 2 * Math.min(difference.pAtLeast(0), difference.pAtMost(0))));
            }
        }
        double[] adjusted =
                Holm.adjust(p.stream().mapToDouble(Double::doubleValue).toArray());
        double least = Arrays.stream(adjusted).min().orElseThrow();
        String test = "(Welch's t%s, p %s)"
                .formatted(
                        adjusted.length > 1 ? " of each two, the smallest after Holm's adjustment" : "",
                        Sentence.probability(least));
        return least <= Finding.LEVEL
                ? "the processors disagree " + test
                : "that the processors disagree is not shown " + test;
    }
}
