package io.enginebench.report.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.run.RunResult;
import java.util.Arrays;

/**
 * JMH's JSON result format, as {@code org.openjdk.jmh.results.format.JSONResultFormat} of JMH 1.37 writes it. Every training
 * or round is a process, and so a fork with one iteration.
 *
 * <p>JMH's modes know no accuracy: a figure of which more is better is {@code thrpt}, one of which less is better {@code
 * avgt}, which is how its readers tell directions. {@code scoreError} is half of the 99.9 % t interval, as JMH computes it,
 * and the text {@code "NaN"} for a single value, as JMH writes it.
 */
final class JmhJson {
    private static final double CONFIDENCE = 0.999;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JmhJson() {}

    static String of(RunResult result) {
        ArrayNode benchmarks = NODES.arrayNode();
        Series.of(result).forEach(series -> benchmarks.add(benchmark(result, series)));
        return benchmarks.toPrettyString() + "\n";
    }

    private static JsonNode benchmark(RunResult result, Series series) {
        ObjectNode node = NODES.objectNode();
        node.put("benchmark", "enginebench." + series.name().replace(' ', '_'));
        node.put("mode", series.higherIsBetter() ? "thrpt" : "avgt");
        node.put("threads", series.threads());
        node.put("forks", series.values().size());
        node.put("jvm", result.environment().vm().name());
        node.putArray("jvmArgs");
        node.put("jdkVersion", result.environment().vm().version());
        node.put("vmName", result.environment().vm().name());
        node.put("vmVersion", result.environment().vm().version());
        node.put("warmupIterations", 0);
        node.put("warmupTime", "0 s");
        node.put("warmupBatchSize", 1);
        node.put("measurementIterations", 1);
        node.put("measurementTime", "0 s");
        node.put("measurementBatchSize", 1);
        ObjectNode params = node.putObject("params");
        series.params().forEach(params::put);
        ObjectNode metric = node.putObject("primaryMetric");
        double mean = series.mean();
        metric.put("score", mean);
        double[] scores = series.scores();
        ArrayNode interval = NODES.arrayNode();
        if (scores.length < 2) {
            metric.put("scoreError", "NaN");
            interval.add("NaN").add("NaN");
        } else {
            double error = series.error(CONFIDENCE);
            metric.put("scoreError", error);
            interval.add(mean - error).add(mean + error);
        }
        metric.set("scoreConfidence", interval);
        ObjectNode percentiles = metric.putObject("scorePercentiles");
        percentiles.put("0.0", Arrays.stream(scores).min().orElseThrow());
        percentiles.put("100.0", Arrays.stream(scores).max().orElseThrow());
        metric.put("scoreUnit", series.unit());
        ArrayNode raw = metric.putArray("rawData");
        Arrays.stream(scores).forEach(score -> raw.addArray().add(score));
        node.putObject("secondaryMetrics");
        return node;
    }
}
