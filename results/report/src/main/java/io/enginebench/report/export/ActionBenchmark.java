package io.enginebench.report.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.text.Numbers;
import java.util.stream.Collectors;

/**
 * The custom input of github-action-benchmark: an array of {@code name, unit, value, range, extra}. One file has one
 * direction, so a result makes two.
 */
final class ActionBenchmark {
    private ActionBenchmark() {}

    static String of(RunResult result, boolean biggerIsBetter) {
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        for (Series series : Series.of(result)) {
            if (series.higherIsBetter() != biggerIsBetter) {
                continue;
            }
            ObjectNode entry = entries.addObject();
            entry.put(
                    "name",
                    series.params().entrySet().stream()
                            .map(param -> param.getKey() + "=" + param.getValue())
                            .collect(Collectors.joining(", ", series.name() + " (", ")")));
            entry.put("unit", series.unit());
            entry.put("value", series.mean());
            int n = series.values().size();
            if (n > 1) {
                entry.put("range", Numbers.format("± %.4g", series.error(0.95)));
            }
            entry.put(
                    "extra",
                    "n=%d\nthreads=%d\n%s %s"
                            .formatted(
                                    n,
                                    series.threads(),
                                    result.suite().name(),
                                    result.suite().version()));
        }
        return entries.toPrettyString() + "\n";
    }
}
