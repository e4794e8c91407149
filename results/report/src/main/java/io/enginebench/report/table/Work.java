package io.enginebench.report.table;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.analysis.timing.TimingGroup;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.run.PluginRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import io.enginebench.report.text.Numbers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Speeds as floating-point operations a second: rows a second times what the recorded graph of the network costs a row, a training step
 * being counted as three evaluations, and as a share of the fastest matrix product that any engine made on the device with as many threads.
 */
final class Work {
    /** Forward, and for each operation of it one for the gradient of its input and one for that of its weights. */
    private static final int TRAINING = 3;

    private final RunResult result;

    Work(RunResult result) {
        this.result = result;
    }

    /** Whether it is known what a row of the group's network costs. */
    boolean isKnown(TimingGroup group) {
        return perRow(group).isPresent();
    }

    private Optional<Double> perRow(TimingGroup group) {
        return result.model(group.task(), group.model())
                .map(ModelRecord::flopsPerRow)
                .map(flops -> flops * (group.mode() == Mode.INFER ? 1.0 : TRAINING));
    }

    /** 10^9 operations a second, in the median of the rounds, and the share of the peak where that is known. */
    String rate(TimingGroup group, Timings own) {
        double[] rates = own.sorted(Timings::throughput);
        // What a file of the user's computes nobody has recorded.
        if (rates.length == 0 || PluginRecord.serves(own.cells().get(0).engine())) {
            return Numbers.DASH;
        }
        double gflops = perRow(group).orElseThrow() * Sample.median(rates) / 1e9;
        OptionalDouble peak = peak(own.cells().get(0));
        return Numbers.significant(gflops) + (peak.isEmpty() ? "" : " (" + share(gflops / peak.getAsDouble()) + ")");
    }

    private static String share(double part) {
        return part < 0.01 ? "<1 %" : Numbers.format("%.0f %%", 100 * part);
    }

    /** The fastest product of an engine on the device of a cell with as many threads. */
    private OptionalDouble peak(ThroughputCell cell) {
        String kind = cell.setting().placement().deviceKind();
        return result.engines().stream()
                .filter(engine -> Objects.equals(engine.numThreads(), cell.numThreads())
                        && String.valueOf(engine.device()).startsWith(kind))
                .map(EngineRecord::sgemmGflops)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max();
    }

    /** How the figures were come by; empty where there are none. */
    Optional<String> note(Timings timings) {
        List<ThroughputCell> known =
                timings.where(cell -> isKnown(TimingGroup.of(cell))).cells();
        Map<String, Double> peaks = new TreeMap<>();
        known.forEach(cell -> peak(cell)
                .ifPresent(peak -> peaks.put(cell.setting().placement().deviceKind(), peak)));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                "GFLOP/s: the recorded graph's operations, of a training step three times those of an evaluation"
                        + (peaks.isEmpty()
                                ? "."
                                : "; in parentheses the share of %s, the fastest product of two 1024x1024 matrices that an engine made there."
                                        .formatted(peaks.entrySet().stream()
                                                .map(peak -> "%s GFLOP/s (%s)"
                                                        .formatted(Numbers.significant(peak.getValue()), peak.getKey()))
                                                .collect(Collectors.joining(", ")))));
    }
}
