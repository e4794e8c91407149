package io.enginebench.analysis.verify;

import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.record.run.Comparison;
import io.enginebench.record.run.RunResult;
import java.util.List;

/** Whether the verdicts are those that the cells lead to. */
final class ComparisonChecks {
    private ComparisonChecks() {}

    static void of(RunResult result, Findings findings) {
        List<Comparison> expected;
        try {
            expected = CellComparisons.of(
                    result.tasks(),
                    result.engineIds(),
                    result.cells(),
                    result.parity(),
                    result.campaign().jobs() == 1);
        } catch (IllegalArgumentException | NullPointerException e) {
            findings.unless(false, "cells", "ones that can be compared", e.getMessage());
            return;
        }
        findings.same("comparisons", expected, "from the cells", result.comparisons());
    }
}
