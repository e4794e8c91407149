package io.enginebench.report.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.record.run.RunResult;
import java.util.Locale;
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
            double[] scores =
                    series.scores().stream().mapToDouble(Double::doubleValue).toArray();
            if (scores.length > 1) {
                double half =
                        StudentT.paired(scores).interval(0.95).orElseThrow().upper() - series.mean();
                entry.put("range", String.format(Locale.ROOT, "± %.4g", half));
            }
            entry.put(
                    "extra",
                    "n=%d\nthreads=%d\n%s %s"
                            .formatted(
                                    scores.length,
                                    series.threads(),
                                    result.suite().name(),
                                    result.suite().version()));
        }
        return entries.toPrettyString() + "\n";
    }
}
