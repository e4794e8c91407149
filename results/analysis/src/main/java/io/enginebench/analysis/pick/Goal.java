package io.enginebench.analysis.pick;

import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import org.jspecify.annotations.Nullable;

/** What is wished of the engines that keep the limits. */
public sealed interface Goal {
    /** The goal in words. */
    String text();

    /** Whether a comparison speaks of it. */
    boolean judgedBy(Comparison comparison);

    /** The best accuracy, or the smallest mean squared error. */
    record MostAccurate() implements Goal {
        @Override
        public String text() {
            return "most accurate";
        }

        @Override
        public boolean judgedBy(Comparison comparison) {
            return comparison.scope() == null && TaskKind.anyJudgedBy(comparison.metric());
        }
    }

    /**
     * The most rows per second, in timing rounds.
     *
     * @param batch rows in a step; null where only one was timed
     */
    record Fastest(Mode mode, @Nullable Integer batch) implements Goal {
        @Override
        public String text() {
            return "fastest " + mode.json() + (batch == null ? "" : ", batch " + batch);
        }

        @Override
        public boolean judgedBy(Comparison comparison) {
            ComparisonScope scope = comparison.scope();
            return comparison.kind() == ComparisonKind.THROUGHPUT
                    && scope != null
                    && mode == scope.mode()
                    && (batch == null || batch.equals(scope.batch()));
        }
    }
}
