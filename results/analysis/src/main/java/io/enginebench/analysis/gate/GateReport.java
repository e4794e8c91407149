package io.enginebench.analysis.gate;

import io.enginebench.analysis.gate.GateRow.Outcome;
import java.util.List;

/**
 * A candidate run against a baseline.
 *
 * @param differences what the runs do not have in common and was therefore not compared, or what a reader should know
 * @param unfit controls that failed: the machine could not tell
 */
public record GateReport(List<String> differences, List<String> unfit, List<GateRow> rows) {

    public GateReport {
        differences = List.copyOf(differences);
        unfit = List.copyOf(unfit);
        rows = List.copyOf(rows);
    }

    /** The regressions. */
    public List<GateRow> regressions() {
        return rows.stream().filter(row -> row.outcome() == Outcome.WORSE).toList();
    }

    /** Whether anything at all could be compared. */
    public boolean comparedAnything() {
        return rows.stream().anyMatch(row -> row.outcome() != Outcome.NOT_COMPARED);
    }
}
