package io.enginebench.analysis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.run.Comparison;
import io.enginebench.record.run.RunResult;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

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
        List<Comparison> got = result.comparisons();
        findings.same("comparisons", expected.size() + " of them", "from the cells", got.size() + " of them");
        for (int i = 0; i < Math.min(expected.size(), got.size()); i++) {
            if (!expected.get(i).equals(got.get(i))) {
                differences("comparisons[" + i + "]", tree(expected.get(i)), tree(got.get(i)), findings);
            }
        }
    }

    private static void differences(String where, JsonNode expected, JsonNode got, Findings findings) {
        if (expected.isObject() && got.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            got.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                differences(where + "." + name, expected.path(name), got.path(name), findings);
            }
        } else if (expected.isNumber() && got.isNumber()) {
            findings.number(where, expected.asDouble(), "from the cells", got.asDouble());
        } else {
            findings.unless(
                    Objects.equals(expected, got),
                    where,
                    (expected.isMissingNode() ? "absent" : expected) + " (from the cells)",
                    got.isMissingNode() ? null : got);
        }
    }

    private static JsonNode tree(Comparison comparison) {
        try {
            return Json.tree(Json.line(comparison), "comparison");
        } catch (MalformedJsonException e) {
            throw new IllegalStateException(e);
        }
    }
}
