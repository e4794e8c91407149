package io.enginebench.report.table;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.analysis.timing.Latencies;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.metric.Score;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.text.Grouped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cells of timing rounds, controls left out. */
public record Timings(List<ThroughputCell> cells) {
    public Timings {
        cells = List.copyOf(cells);
    }

    /** All of a run. */
    public static Timings of(RunResult result) {
        return new Timings(result.throughputCells()).where(cell -> cell.control() == null);
    }

    /** Some of them. */
    public Timings where(Predicate<ThroughputCell> wanted) {
        return new Timings(cells.stream().filter(wanted).toList());
    }

    /** Those of one engine. */
    public Timings of(String engine) {
        return where(cell -> cell.engine().equals(engine));
    }

    /** By what they have in common, in the order in which it first appears. */
    public <K> Map<K, Timings> by(Function<ThroughputCell, K> key) {
        Map<K, Timings> groups = new LinkedHashMap<>();
        Grouped.by(key, cells).forEach((name, own) -> groups.put(name, new Timings(own)));
        return groups;
    }

    /** The steps of a training that their windows have, each choice of them once. */
    public List<String> steps() {
        return cells.stream()
                .flatMap(cell -> Stream.ofNullable(cell.raw()))
                .flatMap(raw -> raw.steps().stream())
                .distinct()
                .toList();
    }

    /** A figure of each cell that has it, from the least to the largest. */
    public double[] sorted(Function<ThroughputCell, Optional<Double>> figure) {
        return cells.stream()
                .flatMap(cell -> figure.apply(cell).stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    /** The median of a figure over the cells that have it; null where none has. */
    public @Nullable Double median(Function<ThroughputCell, Optional<Double>> figure) {
        double[] values = sorted(figure);
        return values.length == 0 ? null : (Double) Sample.median(values);
    }

    /** The calls timed one by one in all of them; empty if none were. */
    public Optional<Latencies> latencies() {
        List<String> histograms = cells.stream()
                .flatMap(cell -> Stream.ofNullable(cell.raw()))
                .flatMap(raw -> Stream.ofNullable(raw.latencyHistogram()))
                .toList();
        return histograms.isEmpty() ? Optional.empty() : Optional.of(Latencies.merged(histograms));
    }

    /** Rows per second of a cell; empty without figures. */
    public static Optional<Double> throughput(ThroughputCell cell) {
        return Optional.ofNullable(cell.metrics())
                .flatMap(metrics -> Optional.ofNullable(
                        metrics.trainThroughput() == null ? metrics.inferThroughput() : metrics.trainThroughput()))
                .map(Score::score);
    }
}
