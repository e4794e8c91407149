package io.enginebench.report.table;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingGroup;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.ColdStart;
import io.enginebench.record.cell.ThroughputCell.Load;
import io.enginebench.record.cell.ThroughputCell.Memory;
import io.enginebench.record.figure.WarmupShape;
import io.enginebench.record.run.PluginRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Ordered;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The timing rounds of a result: for each task, model, division and mode a table of throughput, one of the latency of single rows, and
 * one of memory and start. Controls are left out of all of them.
 */
public final class TimingTables {
    private static final String WHOLE = "%.0f";
    private static final int FLAGGED_SHOWN = 4;

    private final RunResult result;
    private final Division division;
    private final List<String> engines;
    private final Work work;

    private TimingTables(RunResult result, Timings timings) {
        this.result = result;
        this.work = new Work(result);
        this.division = timings.cells().get(0).division();
        this.engines = engines(result, timings);
    }

    /** In the order in which they were asked for; a name in no record is that of a second appearance. */
    private static List<String> engines(RunResult result, Timings timings) {
        Set<String> timed =
                timings.cells().stream().map(ThroughputCell::engine).collect(Collectors.toCollection(TreeSet::new));
        return Ordered.by(result.engineIds(), timed);
    }

    /** The tables, in the order of the result's cells. */
    public static List<Table> of(RunResult result) {
        return Timings.of(result)
                .by(cell -> "%s  %s, %s%s"
                        .formatted(
                                cell.task(),
                                cell.model(),
                                optimiser(result, cell.task()),
                                Divisions.heading(result, cell.division())))
                .entrySet()
                .stream()
                .flatMap(group -> new TimingTables(result, group.getValue()).of(group.getKey(), group.getValue()))
                .toList();
    }

    /** What a task is trained by, where that is not the usual thing. */
    private static String optimiser(RunResult result, String task) {
        return result.tasks().stream()
                .filter(one -> one.id().equals(task))
                .map(one -> one.hyperParameters().optimiser())
                .filter(one -> !one.equals(Optimiser.KERAS_ADAM))
                .map(one -> one.wordsWithRate() + ", ")
                .findFirst()
                .orElse("");
    }

    private Stream<Table> of(String title, Timings timings) {
        List<Table> tables = new ArrayList<>();
        new TreeMap<>(timings.by(ThroughputCell::mode))
                .forEach((mode, own) -> tables.add(throughput(title, mode, own)));
        latency(title, timings).ifPresent(tables::add);
        tables.add(resources(title, timings));
        return tables.stream();
    }

    /** A column of the throughputs, of each engine's rounds in a group. */
    private record Figure(String name, BiFunction<TimingGroup, Timings, String> text) {}

    private List<Figure> figures(Set<TimingGroup> groups) {
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("samples/s", (group, own) -> spread(own)),
                new Figure(
                        "CPU ms/step",
                        (group, own) -> median(own, "%.2f", part(ThroughputCell::load, Load::cpuMsPerStep)))));
        groups.stream()
                .findFirst()
                .filter(work::isKnown)
                .ifPresent(group -> figures.add(new Figure("GFLOP/s", work::rate)));
        return figures;
    }

    /** Two engines are set side by side; more of them would not fit, and have a row each. */
    private Table throughput(String title, Mode mode, Timings ofMode) {
        Map<TimingGroup, Timings> groups = ofMode.by(TimingGroup::of);
        List<String> timed = engines(result, ofMode);
        List<Comparison> comparisons = result.comparisons().stream()
                .filter(one -> groups.keySet().stream().anyMatch(group -> group.isOf(one)))
                .toList();
        List<Figure> figures = figures(groups.keySet());
        boolean restored = mode.trains() && !ofMode.steps().isEmpty();
        List<String> header = new ArrayList<>(List.of("batch", "threads", "rounds"));
        if (restored) {
            header.add("steps of a training");
        }
        List<List<String>> rows = new ArrayList<>();
        boolean rowEach = timed.size() > 2;
        String others = rowEach && result.campaign().reference() == null
                ? "How the others compare with each other is in the table of verdicts."
                : "";
        String base = Objects.requireNonNullElse(result.campaign().reference(), timed.get(0));
        List<List<String>> pairs =
                comparisons.stream().map(Comparison::engines).distinct().toList();
        if (rowEach) {
            header.add("engine");
            figures.forEach(figure -> header.add(figure.name()));
            header.addAll(List.of(base + " / it (95 %)", "verdict"));
        } else {
            figures.forEach(figure -> timed.forEach(engine -> header.add(engine + ", " + figure.name())));
            pairs.forEach(pair -> header.add(String.join(" / ", pair) + " (95 %)"));
            pairs.forEach(pair -> header.add("verdict"));
        }
        groups.forEach((group, own) -> {
            List<String> lead = new ArrayList<>(List.of(
                    "" + group.batch(),
                    "" + group.threads(),
                    ""
                            + own.cells().stream()
                                    .map(ThroughputCell::round)
                                    .distinct()
                                    .count()));
            if (restored) {
                lead.add(own.steps().isEmpty() ? Numbers.DASH : String.join(" or ", own.steps()));
            }
            Function<List<String>, Stream<String>> compared = pair -> Stream.of(
                    find(comparisons, group, pair, TimingTables::ratio),
                    find(comparisons, group, pair, one -> Words.verdictAndNeed(one, "faster")));
            if (rowEach) {
                for (String engine : timed) {
                    rows.add(Stream.of(
                                    lead.stream(),
                                    Stream.of(engine),
                                    figures.stream().map(one -> one.text().apply(group, own.of(engine))),
                                    compared.apply(List.of(base, engine)))
                            .flatMap(part -> part)
                            .toList());
                }
            } else {
                figures.forEach(figure ->
                        timed.forEach(engine -> lead.add(figure.text().apply(group, own.of(engine)))));
                pairs.forEach(pair -> lead.addAll(compared.apply(pair).toList()));
                rows.add(lead);
            }
        });
        return new Table(
                "%s, %s: median over rounds (slowest..fastest round)".formatted(title, Words.of(mode)),
                header,
                rows,
                Stream.of(notes(ofMode.cells()).stream(), work.note(ofMode).stream(), Stream.of(others))
                        .flatMap(part -> part)
                        .filter(note -> !note.isEmpty())
                        .toList());
    }

    private static String find(
            List<Comparison> comparisons, TimingGroup group, List<String> pair, Function<Comparison, String> text) {
        return comparisons.stream()
                .filter(one -> group.isOf(one) && one.engines().equals(pair))
                .findFirst()
                .map(text)
                .orElse(Numbers.DASH);
    }

    private static String ratio(Comparison one) {
        List<@Nullable Double> interval = one.interval();
        return one.estimate() == null || interval == null
                ? Numbers.plain("%.3f", one.estimate())
                : Numbers.format("%.3f (%s..%s)", one.estimate(), bound(interval.get(0)), bound(interval.get(1)));
    }

    private static String bound(@Nullable Double bound) {
        return bound == null ? "" : Numbers.format("%.3f", bound);
    }

    private static List<String> notes(List<ThroughputCell> cells) {
        List<String> notes = new ArrayList<>();
        long lost = cells.stream()
                .filter(cell -> cell.status() != CellStatus.OK && !Unsupported.is(cell))
                .count();
        if (lost > 0) {
            notes.add("%d of %d cells have no figures.".formatted(lost, cells.size()));
        }
        notes.addAll(Unsupported.notes(cells));
        if (cells.stream().anyMatch(ThroughputCell::afterAnother)) {
            notes.add("In processes that had answered before, as the quick preset has it.");
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
                                flagged.stream().limit(FLAGGED_SHOWN).collect(Collectors.joining("; ")),
                                flagged.size() > FLAGGED_SHOWN ? "; …" : "."));
            }
        }
        return notes;
    }

    private Optional<Table> latency(String title, Timings timings) {
        List<List<String>> rows = new ArrayList<>();
        timings.where(cell -> cell.raw() != null && cell.raw().latencyHistogram() != null)
                .by(TimingGroup::of)
                .forEach((group, own) -> engines.forEach(engine -> own.of(engine)
                        .latencies()
                        .ifPresent(calls -> rows.add(percentiles(engine, group.threads(), calls)))));
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(
                        title + ", " + Words.of(Mode.INFER, 1)
                                + ": ms from the row handed in to its answer read, over all rounds",
                        List.of("engine", "threads", "calls", "p50", "p90", "p99", "p99.9"),
                        rows,
                        List.of("A percentile is printed if at least 100 calls lie beyond it.")));
    }

    private static List<String> percentiles(String engine, int threads, Latencies calls) {
        List<String> row = new ArrayList<>(List.of(engine, "" + threads, Numbers.format("%,d", calls.count())));
        calls.percentiles().forEach(one -> row.add(Numbers.format("%.3f", one.score())));
        // Told are those that enough calls back, the lowest first.
        row.addAll(Collections.nCopies(
                Latencies.PERCENTILES.size() - calls.percentiles().size(), Numbers.DASH));
        return row;
    }

    private Table resources(String title, Timings timings) {
        List<List<String>> rows = new ArrayList<>();
        for (String engine : engines) {
            Timings own = timings.of(engine);
            rows.add(List.of(
                    engine,
                    megabytes(own, part(ThroughputCell::memory, Memory::baseRssBytes)),
                    megabytes(own, part(ThroughputCell::memory, Memory::engineLoadedRssBytes)),
                    megabytes(own, part(ThroughputCell::memory, Memory::trainedRssBytes)),
                    megabytes(own, cell -> Optional.ofNullable(cell.peakRssBytes())),
                    unpack(engine),
                    median(own, WHOLE, part(ThroughputCell::coldStart, ColdStart::jvmMs)),
                    median(own, WHOLE, part(ThroughputCell::coldStart, ColdStart::libraryLoadMs)),
                    median(own, WHOLE, part(ThroughputCell::coldStart, ColdStart::networkMs)),
                    median(own, WHOLE, part(ThroughputCell::coldStart, ColdStart::firstBatchMs))));
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
                        "network made",
                        "first batch"),
                rows,
                Stream.concat(
                                Stream.of(
                                        engines.stream().map(this::unpack).allMatch(Numbers.DASH::equals)
                                                ? "What unpacking the natives takes was not measured."
                                                : "Natives are unpacked once on a machine, before all of these processes: measured by itself.",
                                        "The first batch is with the network made for it: with ONNX Runtime, a session of its file."),
                                served())
                        .toList());
    }

    /** Which engine is another network than its name says. */
    private Stream<String> served() {
        return Stream.ofNullable(result.campaign().plugins())
                .flatMap(List::stream)
                .filter(PluginRecord::network)
                .flatMap(file -> engines.stream()
                        .filter(PluginRecord::serves)
                        .map(engine ->
                                "%s answers from %s (SHA-256 %s), which has weights of its own: that it computes what the network does is not shown."
                                        .formatted(
                                                engine,
                                                file.file(),
                                                file.sha256().substring(0, 12))));
    }

    private String unpack(String engine) {
        return result.engines().stream()
                .filter(record -> record.id().equals(engine) && record.division() == division)
                .flatMap(record -> Stream.ofNullable(record.nativeUnpackMillis()))
                .map(millis -> Numbers.format(WHOLE, millis))
                .findFirst()
                .orElse(Numbers.DASH);
    }

    /** A figure that is there if the part of the cell is that it belongs to. */
    private static <P, F> Function<ThroughputCell, Optional<F>> part(
            Function<ThroughputCell, @Nullable P> part, Function<P, @Nullable F> figure) {
        return cell -> Optional.ofNullable(part.apply(cell)).map(figure);
    }

    private static String spread(Timings own) {
        double[] rates = own.sorted(Timings::throughput);
        return rates.length < 2
                ? median(own, "%,.0f", Timings::throughput)
                : Numbers.format("%,.0f (%,.0f..%,.0f)", Sample.median(rates), rates[0], rates[rates.length - 1]);
    }

    private static String megabytes(Timings own, Function<ThroughputCell, Optional<Long>> bytes) {
        return median(own, WHOLE, cell -> bytes.apply(cell).map(number -> number / 1e6));
    }

    private static String median(Timings own, String pattern, Function<ThroughputCell, Optional<Double>> figure) {
        return Numbers.plain(pattern, own.median(figure));
    }
}
