package io.enginebench.analysis.gate;

import io.enginebench.analysis.gate.GateRow.Outcome;
import java.util.Arrays;
import java.util.List;

/**
 * A candidate run against a baseline.
 *
 * @param differences what the runs do not have in common, and what else a reader should know
 * @param unfit controls that failed: what they are of could not be told
 */
public record GateReport(List<String> differences, List<String> unfit, List<GateRow> rows) {

    public GateReport {
        differences = List.copyOf(differences);
        unfit = List.copyOf(unfit);
        rows = List.copyOf(rows);
    }

    /** What the gate does. */
    public enum Decision {
        /** All that the baseline has was held against it, and nothing is shown to be worse. */
        OPEN,
        /** Something is worse or missing; of a strict gate also where it is not shown to be no worse. */
        SHUT,
        /** Something could not be held against the baseline, so that nothing is known of it. */
        CANNOT_TELL
    }

    /**
     * The decision.
     *
     * @param strict whether every figure must be shown to be no worse by the margin (non-inferiority); else it need only not be
     *     shown to be worse
     */
    public Decision decision(boolean strict) {
        if (has(Outcome.WORSE, Outcome.MISSING) || (strict && has(Outcome.INCONCLUSIVE))) {
            return Decision.SHUT;
        }
        return rows.isEmpty() || !unfit.isEmpty() || has(Outcome.NOT_COMPARED) ? Decision.CANNOT_TELL : Decision.OPEN;
    }

    /** The figures that came to one of these. */
    public List<GateRow> of(Outcome... outcomes) {
        return rows.stream()
                .filter(row -> Arrays.asList(outcomes).contains(row.outcome()))
                .toList();
    }

    private boolean has(Outcome... outcomes) {
        return !of(outcomes).isEmpty();
    }
}
