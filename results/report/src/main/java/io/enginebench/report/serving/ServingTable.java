package io.enginebench.report.serving;

import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingGroup;
import io.enginebench.analysis.verdict.Place;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.ColdStart;
import io.enginebench.record.cell.ThroughputCell.Percentile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.report.table.Divisions;
import io.enginebench.report.table.Table;
import io.enginebench.report.table.Timings;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Ordered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom to serve with: of each task, network and division a table of the engines that answer, by batch and number of threads in the order of their
 * places ({@link Place}, by the verdicts on their throughput), with what else is asked of who serves.
 */
public final class ServingTable {
    private static final double MEGABYTE = 1e6;

    private final List<String> engines;
    private final List<Comparison> verdicts;

    private ServingTable(List<String> engines, List<Comparison> verdicts) {
        this.engines = engines;
        this.verdicts = verdicts;
    }

    /** The tables, in the order of the result's cells; none where fewer than two engines were timed at it. */
    public static List<Table> of(RunResult result) {
        Timings answers = Timings.of(result).where(cell -> cell.mode() == Mode.INFER);
        List<String> engines = Ordered.by(
                result.engineIds(),
                answers.cells().stream().map(ThroughputCell::engine).toList());
        if (engines.size() < 2) {
            return List.of();
        }
        // Those with a reference alone leave the others open; of these it is told what their rounds come to.
        List<Comparison> verdicts = Stream.of(result.comparisons(), CellComparisons.ofEachTwo(result))
                .flatMap(List::stream)
                .toList();
        ServingTable serving = new ServingTable(engines, verdicts);
        List<Table> tables = new ArrayList<>();
        answers.by(cell -> "Serving: %s  %s, %s; medians over rounds"
                        .formatted(cell.task(), cell.model(), Divisions.heading(result, cell.division())))
                .forEach((title, own) ->
                        tables.add(serving.table(title, own, result.campaign().reference())));
        return tables;
    }

    private Table table(String title, Timings timings, @Nullable String reference) {
        List<List<String>> rows = new ArrayList<>();
        timings.by(TimingGroup::of)
                .forEach((group, own) ->
                        placed(group, own).forEach(one -> rows.add(row(group, one, own.of(one.engine())))));
        List<String> notes = new ArrayList<>();
        notes.add(
                "Rank: the best and the worst place that the verdicts leave an engine; who are not told apart share places.");
        if (reference != null) {
            notes.add(
                    "Verdicts without %s are not in the table of verdicts: they are of the same rounds, by the same rules."
                            .formatted(reference));
        }
        notes.add(
                "p50 and p99 are of calls that were timed one by one, over all rounds, and told if at least 100 calls lie beyond.");
        notes.add(
                "A cold start is Java's, the engine's library, the network made (with ONNX Runtime a session of its file) and the first"
                        + " answer; reading rows and unpacking natives are not in it.");
        return new Table(
                title,
                List.of(
                        "engine",
                        "batch",
                        "threads",
                        "rank",
                        "samples/s",
                        "p50, ms",
                        "p99, ms",
                        "cold start, ms",
                        "peak RSS, MB"),
                rows,
                notes);
    }

    /** An engine in its place; without one where it has no figures. */
    private record Placed(String engine, @Nullable Place place, double rate) {
        int best() {
            return place == null ? Integer.MAX_VALUE : place.best();
        }

        int worst() {
            return place == null ? Integer.MAX_VALUE : place.worst();
        }
    }

    /** The first first; who share a place in the order of their medians, which tells nothing for sure. */
    private List<Placed> placed(TimingGroup group, Timings timings) {
        List<String> timed = engines.stream()
                .filter(engine -> timings.of(engine).median(Timings::throughput) != null)
                .toList();
        List<Comparison> own = verdicts.stream().filter(group::isOf).toList();
        return engines.stream()
                .filter(engine -> !timings.of(engine).cells().isEmpty())
                .map(engine -> new Placed(
                        engine,
                        timed.contains(engine) ? Place.of(engine, timed, own) : null,
                        Objects.requireNonNullElse(timings.of(engine).median(Timings::throughput), 0.0)))
                .sorted(Comparator.comparingInt(Placed::best)
                        .thenComparingInt(Placed::worst)
                        .thenComparing(Placed::rate, Comparator.reverseOrder()))
                .toList();
    }

    private static List<String> row(TimingGroup group, Placed placed, Timings own) {
        Optional<Latencies> calls = own.latencies();
        return List.of(
                placed.engine(),
                "" + group.batch(),
                "" + group.threads(),
                placed.place() == null ? Numbers.DASH : placed.place().toString(),
                Numbers.plain("%,.0f", own.median(Timings::throughput)),
                milliseconds(calls, 50),
                milliseconds(calls, 99),
                Numbers.plain("%,.0f", own.median(ServingTable::coldStart)),
                Numbers.plain(
                        "%,.0f",
                        own.median(
                                cell -> Optional.ofNullable(cell.peakRssBytes()).map(bytes -> bytes / MEGABYTE))));
    }

    private static String milliseconds(Optional<Latencies> calls, double percentile) {
        return Numbers.plain(
                "%.3f",
                calls.flatMap(all -> all.percentiles().stream()
                                .filter(one -> one.percentile() == percentile)
                                .map(Percentile::score)
                                .findFirst())
                        .orElse(null));
    }

    /** From the start of the process to its first answer, without what lies between that is not the engine's. */
    private static Optional<Double> coldStart(ThroughputCell cell) {
        ColdStart start = cell.coldStart();
        return start == null
                ? Optional.empty()
                : Optional.of(start.jvmMs() + start.libraryLoadMs() + start.firstBatchMs());
    }
}
