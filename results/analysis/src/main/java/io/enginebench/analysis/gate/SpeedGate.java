package io.enginebench.analysis.gate;

import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.analysis.stats.Holm;
import io.enginebench.analysis.stats.Interval;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.analysis.timing.TimingGroup;
import io.enginebench.analysis.timing.TimingSamples;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One engine's speed in two runs.
 *
 * <p>The sample is the logarithm of each round's rows per second, from the median window; a round is a fresh process. Rounds
 * of two runs have nothing in common that could be paired, so the estimate is the difference of the means, with Welch's t
 * for two samples of unequal variance. {@code equivalent} if the 90 % interval lies within the margin, {@code worse} or {@code
 * better} if the difference is shown, after Holm's adjustment over all speeds, to be beyond it.
 *
 * <p>What no method can repair: a machine that was slower throughout one of the two runs. Baseline and candidate should be
 * measured in turn on one machine, and a control that failed in either run forbids the comparison.
 */
final class SpeedGate {
    private static final int FEWEST = 5;
    private static final double LEVEL = 0.05;

    private SpeedGate() {}

    private record Key(String engine, TimingGroup group) {
        Metric metric() {
            return group.mode().throughput();
        }

        GateRow row(Outcome outcome, String text) {
            String narrowed = "%s%s batch %d, %d %s"
                    .formatted(
                            metric().id(),
                            group.mode() == Mode.EPOCH ? " epoch" : "",
                            group.batch(),
                            group.threads(),
                            group.threads() == 1 ? "thread" : "threads");
            return new GateRow(engine, group.task(), group.model(), narrowed, outcome, text);
        }
    }

    private record Compared(Key key, StudentT change, Margin margin) {}

    static List<GateRow> rows(
            RunResult baseline,
            RunResult candidate,
            List<String> engines,
            List<String> tasks,
            Map<Metric, Double> margins) {
        Map<Key, List<Double>> before = rates(baseline);
        Map<Key, List<Double>> now = rates(candidate);
        List<GateRow> rows = new ArrayList<>();
        List<Compared> compared = new ArrayList<>();
        now.forEach((key, rates) -> {
            if (!engines.contains(key.engine()) || !tasks.contains(key.group().task())) {
                return;
            }
            List<Double> others = before.getOrDefault(key, List.of());
            if (rates.size() < FEWEST || others.size() < FEWEST) {
                rows.add(key.row(
                        Outcome.NOT_COMPARED,
                        "%d rounds or more must be in both runs, got %d in the baseline, %d now"
                                .formatted(FEWEST, others.size(), rates.size())));
            } else {
                compared.add(new Compared(
                        key,
                        StudentT.welch(array(rates), array(others)),
                        margin(key.metric(), margins.get(key.metric()))));
            }
        });
        before.keySet().stream()
                .filter(key -> !now.containsKey(key))
                .forEach(key -> rows.add(key.row(Outcome.NOT_COMPARED, "not in the candidate")));
        double[] adjusted = Holm.adjust(compared.stream()
                .mapToDouble(one -> one.change().pWithin(one.margin().bound()))
                .toArray());
        for (int i = 0; i < adjusted.length; i++) {
            rows.add(judged(compared.get(i), adjusted[i]));
        }
        return rows;
    }

    private static Margin margin(Metric metric, @Nullable Double given) {
        return given == null ? metric.margin() : metric.margin(given);
    }

    private static GateRow judged(Compared one, double adjusted) {
        Margin margin = one.margin();
        Outcome outcome;
        if (adjusted <= LEVEL) {
            outcome = one.change().estimate() < 0 ? Outcome.WORSE : Outcome.BETTER;
        } else {
            outcome = one.change().pOutside(margin.bound()) <= LEVEL ? Outcome.EQUIVALENT : Outcome.INCONCLUSIVE;
        }
        Interval interval = one.change().interval(1 - LEVEL).orElseThrow();
        return one.key()
                .row(
                        outcome,
                        String.format(
                                Locale.ROOT,
                                "%s: the candidate does %.3f of the baseline's rows per second (95 %% interval %.3f..%.3f), the margin is"
                                        + " %.3f..%.3f",
                                outcome.json(),
                                margin.published(one.change().estimate()),
                                margin.published(interval.lower()),
                                margin.published(interval.upper()),
                                1 / (1 + margin.size()),
                                1 + margin.size()));
    }

    /** The logarithm of each round's rows per second; controls are no measurements. */
    private static Map<Key, List<Double>> rates(RunResult result) {
        Map<Key, List<Double>> rates = new LinkedHashMap<>();
        for (ThroughputCell cell : result.throughputCells()) {
            Double rate = TimingSamples.throughput(cell);
            if (rate != null && cell.control() == null) {
                rates.computeIfAbsent(new Key(cell.engine(), TimingGroup.of(cell)), one -> new ArrayList<>())
                        .add(Math.log(rate));
            }
        }
        return rates;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
