package io.enginebench.analysis.gate;

import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.record.Check;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.Conclusion;
import io.enginebench.record.run.Control;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares two runs of the same engines, a baseline and a candidate, and finds what has become worse.
 *
 * <p>Quality is paired: the same engine, task, model, seed and fold in both runs, with the same recipe, starting weights,
 * batch order and test rows; the verdicts are those between two engines of one run ({@link
 * io.enginebench.analysis.comparison.CellComparisons}). A training of the candidate that failed where the baseline's did not is
 * a regression.
 *
 * <p>Speed is not: the rounds of two runs were not back to back. See {@link SpeedGate}.
 */
public final class Gate {
    /** The metrics that a margin may be given for. */
    public static final List<Metric> METRICS = List.of(
            Metric.ACCURACY,
            Metric.INFER_THROUGHPUT,
            Metric.MACRO_RECALL,
            Metric.MSE,
            Metric.RECALL,
            Metric.TRAIN_THROUGHPUT);

    private Gate() {}

    /**
     * Compares.
     *
     * @param margins by metric, as a difference of fractions or a relative change; those of {@code docs/measuring.md} for others
     */
    public static GateReport of(RunResult baseline, RunResult candidate, Map<Metric, Double> margins) {
        margins.keySet().forEach(metric -> Check.that(METRICS.contains(metric), "metric", "one of " + METRICS, metric));
        List<String> differences = new ArrayList<>();
        List<String> before = baseline.engineIds();
        List<String> now = candidate.engineIds();
        compare("engines", before, now, differences);
        List<String> common = now.stream().filter(before::contains).toList();
        for (String engine : common) {
            // A new version is what a gate is for, so it is told and compared all the same.
            List<String> was = versions(baseline, engine);
            List<String> is = versions(candidate, engine);
            if (!was.equals(is)) {
                differences.add(
                        "engine %s: version and DJL %s in the baseline, %s now; compared".formatted(engine, was, is));
            }
        }
        Set<String> tasks = tasks(candidate);
        compare("tasks", tasks(baseline), tasks, differences);
        tasks.retainAll(tasks(baseline));
        List<String> same = new ArrayList<>();
        for (String task : tasks) {
            String was = hash(baseline, task);
            String is = hash(candidate, task);
            if (was.equals(is)) {
                same.add(task);
            } else {
                differences.add(
                        "data of %s: SHA-256 %s in the baseline, %s now; not compared".formatted(task, was, is));
            }
        }
        List<GateRow> rows = new ArrayList<>();
        for (String engine : common) {
            rows.addAll(QualityGate.rows(baseline, candidate, engine, same, margins));
        }
        rows.addAll(lostParity(baseline, candidate));
        List<String> unfit = new ArrayList<>();
        unfit.addAll(failed("baseline", baseline));
        unfit.addAll(failed("candidate", candidate));
        if (!baseline.throughputCells().isEmpty()
                || !candidate.throughputCells().isEmpty()) {
            List<String> machines = machines(baseline.environment(), candidate.environment());
            machines.forEach(difference -> differences.add(difference + "; speed not compared"));
            if (machines.isEmpty() && unfit.isEmpty()) {
                rows.addAll(SpeedGate.rows(baseline, candidate, common, same, margins));
            }
        }
        return new GateReport(differences, unfit, rows);
    }

    /** Engines that were shown to train alike and are no longer. */
    private static List<GateRow> lostParity(RunResult baseline, RunResult candidate) {
        return candidate.parity().stream()
                .filter(now -> !now.passed()
                        && baseline.parity().stream()
                                .anyMatch(before -> before.passed()
                                        && before.task().equals(now.task())
                                        && before.model().equals(now.model())
                                        && before.engines().equals(now.engines())))
                .map(now -> new GateRow(
                        String.join(" and ", now.engines()),
                        now.task(),
                        now.model(),
                        "parity",
                        Outcome.WORSE,
                        "the ladder passed in the baseline and does not now"))
                .toList();
    }

    private static List<String> versions(RunResult result, String engine) {
        return result.engines().stream()
                .filter(record -> record.id().equals(engine))
                .map(record -> List.of(record.version(), record.djlVersion()))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> tasks(RunResult result) {
        return result.tasks().stream().map(TaskDescriptor::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String hash(RunResult result, String task) {
        return result.data(task).map(DataRecord::sha256).orElse("none");
    }

    private static List<String> failed(String which, RunResult result) {
        return Control.of(Control.State.FAILED, result.controls()).stream()
                .map((Control control) -> which + ": " + control.name() + ", " + control.detail())
                .toList();
    }

    private static List<String> machines(Environment before, Environment now) {
        List<String> differences = new ArrayList<>();
        compare("processor", before.host().hostProcessorModelName(), now.host().hostProcessorModelName(), differences);
        compare("cores", before.host().hostProcessorCoreCount(), now.host().hostProcessorCoreCount(), differences);
        compare("architecture", before.os().arch(), now.os().arch(), differences);
        compare("operating system", before.os().name(), now.os().name(), differences);
        compare("Java", before.vm().version(), now.vm().version(), differences);
        return differences;
    }

    private static void compare(String what, Object before, Object now, List<String> differences) {
        if (!Objects.equals(before, now)) {
            differences.add("%s: %s in the baseline, %s now".formatted(what, before, now));
        }
    }

    static Outcome outcome(Conclusion verdict, boolean candidateBetter) {
        return switch (verdict) {
            case EQUIVALENT -> Outcome.EQUIVALENT;
            case BETTER -> candidateBetter ? Outcome.BETTER : Outcome.WORSE;
            case INCONCLUSIVE -> Outcome.INCONCLUSIVE;
            case NO_INFERENCE, INVALID -> Outcome.NOT_COMPARED;
        };
    }
}
