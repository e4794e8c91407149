package io.enginebench.analysis.verify;

import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.analysis.timing.TimingControls;
import io.enginebench.record.run.Comparison;
import io.enginebench.record.run.Control;
import io.enginebench.record.run.RunResult;
import java.util.List;

/** Whether the verdicts, on the engines and on the measuring, are those that the cells lead to. */
final class ComparisonChecks {
    private ComparisonChecks() {}

    static void of(RunResult result, Findings findings) {
        List<Comparison> expected;
        List<Control> controls;
        try {
            expected = CellComparisons.of(
                    result.tasks(),
                    result.engineIds(),
                    result.cells(),
                    result.parity(),
                    result.campaign().jobs() == 1);
            controls = TimingControls.of(result.throughputCells());
        } catch (IllegalArgumentException | NullPointerException e) {
            findings.unless(false, "cells", "ones that can be compared", e.getMessage());
            return;
        }
        findings.same("controls", controls, "from the cells", result.controls());
        findings.same("comparisons", expected, "from the cells", result.comparisons());
    }
}
