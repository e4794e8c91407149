package io.enginebench.analysis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.PairedBy;
import java.util.ArrayList;
import java.util.List;

/** Whether the verdicts, on the engines and on the measuring, are those that the cells lead to. */
final class ComparisonChecks {
    private static final List<String> SUBJECT =
            List.of("kind", "task", "model", "protocol", "metric", "scope", "engines", "unit", "margin");
    /** What no rules have changed yet where seeds or rounds are paired. */
    private static final List<String> FIGURES = List.of(
            "n", "estimate", "interval", "confidence", "equivalence_interval", "check_interval", "method", "failed");

    private ComparisonChecks() {}

    /**
     * Holds a result against itself.
     *
     * @param expected the same judged by today's rules
     */
    static void of(RunResult result, RunResult expected, Findings findings) {
        if (result.judgedByTodaysRules()) {
            findings.same("controls", expected.controls(), "from the cells", result.controls());
            findings.same("comparisons", expected.comparisons(), "from the cells", result.comparisons());
        } else {
            findings.same(
                    "comparisons",
                    lasting(expected.comparisons(), result.comparisons()),
                    "from the cells",
                    lasting(result.comparisons(), result.comparisons()));
        }
    }

    /** What earlier rules have in common with today's, which is little where they paired by fold. */
    private static List<JsonNode> lasting(List<Comparison> comparisons, List<Comparison> ofTheFile) {
        List<JsonNode> parts = new ArrayList<>();
        for (int i = 0; i < comparisons.size(); i++) {
            List<String> kept = new ArrayList<>(SUBJECT);
            if (i < ofTheFile.size() && ofTheFile.get(i).pairedBy() != PairedBy.FOLD) {
                kept.addAll(FIGURES);
            }
            parts.add(((ObjectNode) Json.tree(comparisons.get(i))).retain(kept));
        }
        return parts;
    }
}
