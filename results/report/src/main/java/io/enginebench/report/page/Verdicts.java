package io.enginebench.report.page;

import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.run.Comparison;
import io.enginebench.record.run.RunResult;
import java.util.List;

/** The comparisons' own sentences, by what they are about. */
final class Verdicts {
    private Verdicts() {}

    /** On what a task is judged by. */
    static List<String> of(Subject subject) {
        return subject.result().comparisons().stream()
                .filter(comparison -> comparison.task().equals(subject.task().id())
                        && comparison.model().equals(subject.model())
                        && comparison.protocol() == subject.protocol()
                        && comparison.metric() == subject.task().kind().judgedBy())
                .map(Comparison::text)
                .toList();
    }

    /** On throughput. */
    static List<Block.Verdict> ofSpeed(RunResult result) {
        return result.comparisons().stream()
                .filter(comparison -> comparison.kind() == ComparisonKind.THROUGHPUT)
                .map(comparison -> new Block.Verdict(
                        comparison.task() + ", " + comparison.model(), List.of("speed"), comparison.text(), ""))
                .toList();
    }
}
