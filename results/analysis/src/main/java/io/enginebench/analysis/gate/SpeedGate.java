package io.enginebench.analysis.gate;

import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.analysis.stats.Holm;
import io.enginebench.analysis.stats.Interval;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingGroup;
import io.enginebench.analysis.timing.TimingSamples;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.verdict.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One engine's speed, latency and memory in two runs.
 *
 * <p>The sample is the logarithm of one value of each process: a round's rows per second from its median window, its p99 where
 * the calls of all rounds together back one, its largest resident set; of trainings the largest resident set alone, one for each seed, whose folds
 * share a process. Processes of two runs have nothing in common that could be paired, so the estimate is the difference of the
 * means, with Welch's t for two samples of unequal variance. {@code equivalent} if the 90 % interval lies within the margin,
 * {@code worse} or {@code better} if the difference is shown, after Holm's adjustment over a metric, to be beyond it. Where most rounds of
 * either run had no one speed, a rate is {@code worse} or {@code inconclusive}: what is wrong is said, and nothing good is claimed.
 *
 * <p>What no method can repair is a machine that was slower throughout one of the two runs: {@link #WEAKNESS}.
 */
final class SpeedGate {
    /** How often whole runs that are slower or faster by chance mislead the gate; a test simulates it. */
    static final double FALSE_ALARMS = 0.17;

    /** How often a candidate that is a tenth slower is let through then. */
    static final double MISSED = 0.30;

    /** What a reader of any speed of two runs must know. */
    static final String WEAKNESS = String.format(
            Locale.ROOT,
            "speeds were measured in two runs at two times, which is weak: where whole runs differ by 5 %% (one standard deviation),"
                    + " a gate over one figure of an unchanged program alarms in %.0f %% and misses one that is 10 %% slower in %.0f %%; run both"
                    + " again, in the other order, before believing either",
            FALSE_ALARMS * 100,
            MISSED * 100);

    private static final int FEWEST_ROUNDS = 5;
    private static final int FEWEST_TRAININGS = 2;
    private static final double LEVEL = 0.05;
    private static final double P99 = 99;

    private SpeedGate() {}

    /** What one sample is of: {@code group} is null for trainings. */
    private record Key(
            String engine,
            String task,
            String model,
            Division division,
            Metric metric,
            @Nullable TimingGroup group) {
        static Key of(Setting setting, Metric metric, @Nullable TimingGroup group) {
            return new Key(setting.engine(), setting.task(), setting.model(), setting.division(), metric, group);
        }

        GateRow row(Outcome outcome, String text) {
            return new GateRow(
                    engine,
                    task,
                    model,
                    metric.id() + " " + (group == null ? "trainings" + Gate.in(division) : text(group)),
                    outcome,
                    text);
        }

        int fewest() {
            return group == null ? FEWEST_TRAININGS : FEWEST_ROUNDS;
        }
    }

    /**
     * A change to be judged.
     *
     * @param unsteady which of the runs had no one speed, in words; empty if none
     */
    private record Compared(Key key, StudentT change, Margin margin, String unsteady) {}

    /** What rounds have in common, in words. */
    static String text(TimingGroup group) {
        return "%s batch %d, %d %s%s"
                .formatted(
                        group.mode().json(),
                        group.batch(),
                        group.threads(),
                        group.threads() == 1 ? "thread" : "threads",
                        Gate.in(group.division()));
    }

    static List<GateRow> rows(
            RunResult baseline,
            RunResult candidate,
            List<String> engines,
            List<String> tasks,
            Map<Metric, Double> margins) {
        Map<Key, List<Double>> now = samples(candidate);
        List<GateRow> rows = new ArrayList<>();
        Map<Metric, List<Compared>> compared = new LinkedHashMap<>();
        samples(baseline).forEach((key, before) -> {
            // One training has one resident set, and nothing can be said of it.
            if (!engines.contains(key.engine())
                    || !tasks.contains(key.task())
                    || (key.group() == null && before.size() < FEWEST_TRAININGS)) {
                return;
            }
            List<Double> after = now.getOrDefault(key, List.of());
            List<String> steps = steps(baseline, key.group());
            List<String> stepsNow = steps(candidate, key.group());
            if (!after.isEmpty() && !steps.equals(stepsNow)) {
                rows.add(key.row(
                        Outcome.NOT_COMPARED,
                        "windows must be of the same steps of a training, got %s in the baseline, %s now"
                                .formatted(steps, stepsNow)));
            } else if (Math.min(before.size(), after.size()) < key.fewest()) {
                rows.add(key.row(
                        Outcome.NOT_COMPARED,
                        "%d processes or more must be in both runs, got %d in the baseline, %d now"
                                .formatted(key.fewest(), before.size(), after.size())));
            } else {
                Double given = margins.get(key.metric());
                compared.computeIfAbsent(key.metric(), one -> new ArrayList<>())
                        .add(new Compared(
                                key,
                                StudentT.welch(array(after), array(before)),
                                given == null
                                        ? key.metric().margin()
                                        : key.metric().margin(given),
                                Stream.of(
                                                unsteady(baseline, key, "the baseline"),
                                                unsteady(candidate, key, "the candidate"))
                                        .filter(words -> !words.isEmpty())
                                        .collect(Collectors.joining(" and "))));
            }
        });
        compared.values().forEach(family -> rows.addAll(judged(family)));
        return rows;
    }

    private static List<GateRow> judged(List<Compared> family) {
        double[] adjusted = Holm.adjust(family.stream()
                .mapToDouble(one -> one.change().pWithin(one.margin().bound()))
                .toArray());
        List<GateRow> rows = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            Compared one = family.get(i);
            Interval interval = one.change().interval(1 - LEVEL).orElseThrow();
            Outcome outcome =
                    outcome(one.change(), one.margin(), one.key().metric().higherIsBetter(), adjusted[i]);
            rows.add(one.key()
                    .row(
                            one.unsteady().isEmpty() || outcome == Outcome.WORSE ? outcome : Outcome.INCONCLUSIVE,
                            String.format(
                                            Locale.ROOT,
                                            "%.3f of the baseline's (95 %% interval %.3f..%.3f), the margin is %.3f..%.3f",
                                            one.margin().published(one.change().estimate()),
                                            one.margin().published(interval.lower()),
                                            one.margin().published(interval.upper()),
                                            1 / (1 + one.margin().size()),
                                            1 + one.margin().size())
                                    + (one.unsteady().isEmpty()
                                            ? ""
                                            : "; not steady: most rounds of " + one.unsteady())));
        }
        return rows;
    }

    /**
     * What a change comes to.
     *
     * @param change of the logarithm, candidate minus baseline
     * @param adjusted the p value of the hypothesis that the change is within the margin
     */
    static Outcome outcome(StudentT change, Margin margin, boolean higherIsBetter, double adjusted) {
        if (adjusted <= LEVEL) {
            return (change.estimate() > 0) == higherIsBetter ? Outcome.BETTER : Outcome.WORSE;
        }
        if (change.pOutside(margin.bound()) <= LEVEL) {
            return Outcome.EQUIVALENT;
        }
        double worse = higherIsBetter ? change.pAtMost(-margin.bound()) : change.pAtLeast(margin.bound());
        return worse <= LEVEL ? Outcome.NOT_WORSE : Outcome.INCONCLUSIVE;
    }

    /** The run's name if most of its rounds of an engine, of which a rate is made, had no one speed; else nothing. */
    private static String unsteady(RunResult result, Key key, String name) {
        if (key.group() == null || key.metric() == Metric.PEAK_RSS) {
            return "";
        }
        List<ThroughputCell> rounds = result.throughputCells().stream()
                .filter(cell -> cell.control() == null
                        && cell.metrics() != null
                        && cell.engine().equals(key.engine())
                        && TimingGroup.of(cell).equals(key.group()))
                .toList();
        long unsteady = rounds.stream().filter(TimingSamples::unsteady).count();
        return Comparison.mostly((int) unsteady, rounds.size()) ? name : "";
    }

    /**
     * The steps that are timed in a group, each choice of them once, and what the process had timed before them; in older results the
     * training went on from window to window.
     */
    private static List<String> steps(RunResult result, @Nullable TimingGroup group) {
        return result.throughputCells().stream()
                .filter(cell -> TimingGroup.of(cell).equals(group))
                .flatMap(cell -> Stream.ofNullable(cell.raw()))
                .map(raw -> raw.steps().orElse(raw.stepsPerWindow() + " at a time")
                        + (raw.timedBefore() == null ? "" : " after another measurement in the same process"))
                .distinct()
                .toList();
    }

    /** The logarithm of each process's value; controls are no measurements. */
    private static Map<Key, List<Double>> samples(RunResult result) {
        Map<Key, List<Double>> samples = new LinkedHashMap<>();
        for (ThroughputCell cell : result.throughputCells()) {
            if (cell.control() != null || cell.metrics() == null) {
                continue;
            }
            TimingGroup group = TimingGroup.of(cell);
            add(samples, cell.setting(), group.mode().throughput(), group, TimingSamples.throughput(cell));
            add(samples, cell.setting(), Metric.PEAK_RSS, group, megabytes(cell.peakRssBytes()));
        }
        addTails(result, samples);
        Map<Setting, Double> peaks = new LinkedHashMap<>();
        for (QualityCell cell : result.qualityCells()) {
            Double peak = megabytes(cell.peakRssBytes());
            if (peak != null && cell.metrics() != null) {
                peaks.merge(cell.setting().inFold(null), peak, Math::max);
            }
        }
        peaks.forEach((setting, peak) -> add(samples, setting, Metric.PEAK_RSS, null, peak));
        return samples;
    }

    /** The p99 of each process, where there are enough calls of them all for one. */
    private static void addTails(RunResult result, Map<Key, List<Double>> samples) {
        Map<Key, List<Latencies>> calls = new LinkedHashMap<>();
        for (ThroughputCell cell : result.throughputCells()) {
            if (cell.control() == null && cell.raw() != null && cell.raw().latencyHistogram() != null) {
                calls.computeIfAbsent(
                                Key.of(cell.setting(), Metric.LATENCY_P99, TimingGroup.of(cell)),
                                one -> new ArrayList<>())
                        .add(Latencies.merged(List.of(cell.raw().latencyHistogram())));
            }
        }
        calls.forEach((key, processes) -> {
            if (processes.stream().mapToLong(Latencies::count).sum() >= Latencies.needed(P99)) {
                samples.put(
                        key,
                        processes.stream()
                                .map(one -> Math.log(one.milliseconds(P99)))
                                .toList());
            }
        });
    }

    private static void add(
            Map<Key, List<Double>> samples,
            Setting setting,
            Metric metric,
            @Nullable TimingGroup group,
            @Nullable Double value) {
        if (value != null) {
            samples.computeIfAbsent(Key.of(setting, metric, group), one -> new ArrayList<>())
                    .add(Math.log(value));
        }
    }

    private static @Nullable Double megabytes(@Nullable Long bytes) {
        return bytes == null ? null : (Double) (bytes / 1e6);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
