package io.enginebench.report.table;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingGroup;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Mode;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.ColdStart;
import io.enginebench.record.cell.ThroughputCell.Load;
import io.enginebench.record.cell.ThroughputCell.Memory;
import io.enginebench.record.cell.ThroughputCell.Percentile;
import io.enginebench.record.cell.ThroughputCell.TimingMetrics;
import io.enginebench.record.cell.WarmupShape;
import io.enginebench.record.run.Comparison;
import io.enginebench.record.run.Control;
import io.enginebench.record.run.RunResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The timing rounds of a result: for each task, model and mode a table of throughput, one of the latency of single rows, and
 * one of memory and start. Controls are left out of all of them.
 */
public final class TimingTables {
    private static final String NONE = "-";

    private final RunResult result;
    private final List<String> engines;
    private final List<ThroughputCell> cells;

    private TimingTables(RunResult result) {
        this.result = result;
        this.cells = result.throughputCells().stream()
                .filter(cell -> cell.control() == null)
                .toList();
        // In the order in which they were asked for; a name in no record is that of a second appearance.
        List<String> asked = result.engineIds();
        this.engines = Stream.concat(
                        asked.stream(),
                        cells.stream().map(ThroughputCell::engine).sorted())
                .distinct()
                .filter(engine -> cells.stream().anyMatch(cell -> cell.engine().equals(engine)))
                .toList();
    }

    /** The tables, in the order of the result's cells. */
    public static List<Table> of(RunResult result) {
        return new TimingTables(result).tables();
    }

    /** What a reader must know before any figure: a sentence if a control failed, nothing if none did. */
    public static List<String> warnings(RunResult result) {
        List<Control> failed =
                result.controls().stream().filter(control -> !control.passed()).toList();
        if (failed.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("MACHINE UNFIT: %d of %d controls failed, so no ratio below can be relied on."
                .formatted(failed.size(), result.controls().size()));
        failed.forEach(control -> lines.add("  failed: %s (%s)".formatted(control.name(), control.detail())));
        return lines;
    }

    private List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        cells.stream()
                .map(cell -> List.of(cell.task(), cell.model()))
                .distinct()
                .forEach(key -> {
                    List<ThroughputCell> those = cells.stream()
                            .filter(cell -> List.of(cell.task(), cell.model()).equals(key))
                            .toList();
                    String title = key.get(0) + "  " + key.get(1);
                    for (Mode mode : Mode.values()) {
                        List<ThroughputCell> ofMode = those.stream()
                                .filter(cell -> cell.mode() == mode)
                                .toList();
                        if (!ofMode.isEmpty()) {
                            tables.add(throughput(title, mode, ofMode));
                        }
                    }
                    latency(title, those).ifPresent(tables::add);
                    tables.add(resources(title, those));
                });
        return tables;
    }

    private Table throughput(String title, Mode mode, List<ThroughputCell> ofMode) {
        List<TimingGroup> groups = TimingGroup.of(ofMode);
        List<Comparison> comparisons = result.comparisons().stream()
                .filter(one -> groups.stream().anyMatch(group -> isOf(one, group)))
                .toList();
        List<List<String>> pairs =
                comparisons.stream().map(Comparison::engines).distinct().toList();
        List<String> header = new ArrayList<>(List.of("batch", "threads", "rounds"));
        engines.forEach(engine -> header.add(engine + ", samples/s"));
        engines.forEach(engine -> header.add(engine + ", CPU ms/step"));
        pairs.forEach(pair -> header.add(String.join(" / ", pair) + " (95 %)"));
        pairs.forEach(pair -> header.add(pairs.size() == 1 ? "verdict" : "verdict " + String.join(" / ", pair)));
        List<List<String>> rows = new ArrayList<>();
        for (TimingGroup group : groups) {
            List<ThroughputCell> those = ofMode.stream()
                    .filter(cell -> TimingGroup.of(cell).equals(group))
                    .toList();
            List<String> row = new ArrayList<>(List.of(
                    Integer.toString(group.batch()),
                    Integer.toString(group.threads()),
                    Long.toString(
                            those.stream().map(ThroughputCell::round).distinct().count())));
            engines.forEach(engine -> row.add(spread(those, engine)));
            engines.forEach(engine -> row.add(median(those, engine, "%.2f", cell -> load(cell, Load::cpuMsPerStep))));
            pairs.forEach(pair -> row.add(find(comparisons, group, pair, TimingTables::ratio)));
            pairs.forEach(pair -> row.add(find(comparisons, group, pair, TimingTables::verdict)));
            rows.add(row);
        }
        return new Table(
                "%s, %s: median over rounds (slowest..fastest round)".formatted(title, mode.json()),
                header,
                rows,
                notes(ofMode));
    }

    private static boolean isOf(Comparison one, TimingGroup group) {
        return one.task().equals(group.task())
                && one.model().equals(group.model())
                && one.metric() == group.mode().throughput()
                && group.scope().equals(one.scope());
    }

    private static String find(
            List<Comparison> comparisons, TimingGroup group, List<String> pair, Function<Comparison, String> text) {
        return comparisons.stream()
                .filter(one -> isOf(one, group) && one.engines().equals(pair))
                .findFirst()
                .map(text)
                .orElse(NONE);
    }

    private static String ratio(Comparison one) {
        if (one.estimate() == null) {
            return NONE;
        }
        List<@Nullable Double> interval = one.interval();
        return format("%.3f", one.estimate())
                + (interval == null ? "" : " (%s..%s)".formatted(bound(interval.get(0)), bound(interval.get(1))));
    }

    private static String bound(@Nullable Double bound) {
        return bound == null ? "" : format("%.3f", bound);
    }

    private static String verdict(Comparison one) {
        if (one.better() != null) {
            return one.better() + " faster";
        }
        return one.verdict().json().replace('_', ' ')
                + (one.furtherPairs() == null ? "" : ", about %d more rounds".formatted(one.furtherPairs()));
    }

    private static List<String> notes(List<ThroughputCell> cells) {
        List<String> notes = new ArrayList<>();
        long lost =
                cells.stream().filter(cell -> cell.status() != CellStatus.OK).count();
        if (lost > 0) {
            notes.add("%d of %d cells have no figures.".formatted(lost, cells.size()));
        }
        for (WarmupShape shape : List.of(WarmupShape.SLOWING, WarmupShape.NO_STEADY_STATE)) {
            List<String> flagged = cells.stream()
                    .filter(cell -> cell.warmup() != null && cell.warmup().classification() == shape)
                    .map(cell -> "%s round %d batch %d".formatted(cell.engine(), cell.round(), cell.globalBatchSize()))
                    .toList();
            if (!flagged.isEmpty()) {
                notes.add("%s in %d of %d cells, which count all the same: %s%s"
                        .formatted(
                                shape == WarmupShape.SLOWING ? "Slower than in warm-up" : "No steady state",
                                flagged.size(),
                                cells.size(),
                                flagged.stream().limit(4).collect(Collectors.joining("; ")),
                                flagged.size() > 4 ? "; …" : "."));
            }
        }
        return notes;
    }

    private Optional<Table> latency(String title, List<ThroughputCell> those) {
        List<List<String>> rows = new ArrayList<>();
        List<ThroughputCell> single = those.stream()
                .filter(cell -> cell.raw() != null && cell.raw().latencyHistogram() != null)
                .toList();
        for (TimingGroup group : TimingGroup.of(single)) {
            for (String engine : engines) {
                List<String> histograms = single.stream()
                        .filter(cell -> cell.engine().equals(engine)
                                && TimingGroup.of(cell).equals(group))
                        .flatMap(cell -> cell.raw() == null
                                ? Stream.of()
                                : Stream.ofNullable(cell.raw().latencyHistogram()))
                        .toList();
                if (histograms.isEmpty()) {
                    continue;
                }
                Latencies all = Latencies.merged(histograms);
                List<String> row =
                        new ArrayList<>(List.of(engine, Integer.toString(group.threads()), format("%,d", all.count())));
                for (double percentile : Latencies.PERCENTILES) {
                    row.add(all.percentiles().stream()
                            .filter(one -> one.percentile() == percentile)
                            .map(Percentile::score)
                            .map(ms -> format("%.3f", ms))
                            .findFirst()
                            .orElse(NONE));
                }
                rows.add(row);
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(
                        title + ", infer one row: ms from the row handed in to its answer read, over all rounds",
                        List.of("engine", "threads", "calls", "p50", "p90", "p99", "p99.9"),
                        rows,
                        List.of("A percentile is printed if at least 100 calls lie beyond it.")));
    }

    private Table resources(String title, List<ThroughputCell> those) {
        List<List<String>> rows = new ArrayList<>();
        for (String engine : engines) {
            rows.add(List.of(
                    engine,
                    median(those, engine, "%.0f", cell -> megabytes(cell, Memory::baseRssBytes)),
                    median(those, engine, "%.0f", cell -> megabytes(cell, Memory::engineLoadedRssBytes)),
                    median(those, engine, "%.0f", cell -> megabytes(cell, Memory::trainedRssBytes)),
                    median(
                            those,
                            engine,
                            "%.0f",
                            cell -> cell.peakRssBytes() == null ? null : cell.peakRssBytes() / 1e6),
                    unpack(engine),
                    median(those, engine, "%.0f", cell -> start(cell, ColdStart::jvmMs)),
                    median(those, engine, "%.0f", cell -> start(cell, ColdStart::libraryLoadMs)),
                    median(those, engine, "%.0f", cell -> start(cell, ColdStart::firstBatchMs))));
        }
        return new Table(
                title + ", memory (MB) and cold start (ms): medians over all processes",
                List.of(
                        "engine",
                        "JVM",
                        "engine loaded",
                        "after the windows",
                        "peak",
                        "unpack natives",
                        "JVM start",
                        "library load",
                        "first batch"),
                rows,
                List.of("Natives are unpacked once on a machine, before all of these processes: measured by itself."));
    }

    private String unpack(String engine) {
        return result.engines().stream()
                .filter(record -> record.id().equals(engine))
                .flatMap(record -> Stream.ofNullable(record.nativeUnpackMillis()))
                .map(millis -> format("%.0f", millis))
                .findFirst()
                .orElse(NONE);
    }

    private static @Nullable Double megabytes(ThroughputCell cell, Function<Memory, Long> part) {
        return cell.memory() == null ? null : part.apply(cell.memory()) / 1e6;
    }

    private static @Nullable Double start(ThroughputCell cell, Function<ColdStart, Double> part) {
        return cell.coldStart() == null ? null : part.apply(cell.coldStart());
    }

    private static @Nullable Double load(ThroughputCell cell, Function<Load, @Nullable Double> part) {
        return cell.load() == null ? null : part.apply(cell.load());
    }

    private static @Nullable Double rate(ThroughputCell cell) {
        TimingMetrics metrics = cell.metrics();
        if (metrics == null) {
            return null;
        }
        return Objects.requireNonNull(
                        metrics.trainThroughput() == null ? metrics.inferThroughput() : metrics.trainThroughput())
                .score();
    }

    private static String spread(List<ThroughputCell> cells, String engine) {
        double[] rates = values(cells, engine, TimingTables::rate);
        if (rates.length < 2) {
            return median(cells, engine, "%,.0f", TimingTables::rate);
        }
        Arrays.sort(rates);
        return format("%,.0f (%,.0f..%,.0f)", Sample.median(rates), rates[0], rates[rates.length - 1]);
    }

    private static String median(
            List<ThroughputCell> cells,
            String engine,
            String format,
            Function<ThroughputCell, @Nullable Double> figure) {
        double[] values = values(cells, engine, figure);
        return values.length == 0 ? NONE : format(format, Sample.median(values));
    }

    private static double[] values(
            List<ThroughputCell> cells, String engine, Function<ThroughputCell, @Nullable Double> figure) {
        return cells.stream()
                .filter(cell -> cell.engine().equals(engine))
                .flatMap(cell -> Stream.ofNullable(figure.apply(cell)))
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
