package io.enginebench.analysis.gate;

import static io.enginebench.analysis.gate.GateRow.ALL;

import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.analysis.timing.BusyMachine;
import io.enginebench.record.Check;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.record.setting.Division;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.verdict.Control;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares two runs of the same engines, a baseline and a candidate, and finds what has become worse. The baseline says what is
 * looked at: each of its figures becomes a row, whatever the candidate has in its place ({@link MissingCells}).
 *
 * <p>Quality is paired: the same engine, task, model, seed and fold in both runs, with the same recipe, starting weights,
 * batch order and test rows; the verdicts are those between two engines of one run ({@link
 * io.enginebench.analysis.comparison.CellComparisons}).
 *
 * <p>Times and memory are not: the processes of two runs were not back to back. See {@link SpeedGate}.
 */
public final class Gate {
    /** The metrics that a margin may be given for. */
    public static final List<Metric> METRICS = List.of(
            Metric.ACCURACY,
            Metric.INFER_THROUGHPUT,
            Metric.LATENCY_P99,
            Metric.MACRO_RECALL,
            Metric.MSE,
            Metric.PEAK_RSS,
            Metric.RECALL,
            Metric.TIME_TO_TARGET,
            Metric.TRAIN_THROUGHPUT);

    private static final String UNSET = "not set";

    private final RunResult baseline;
    private final RunResult candidate;
    private final Terms terms;
    private final List<String> differences = new ArrayList<>();
    private final List<GateRow> rows = new ArrayList<>();

    /**
     * What is asked of a candidate.
     *
     * @param margins by metric, as a difference of fractions or a relative change; those of {@code docs/measuring.md} for others
     * @param anyEnvironment whether times are compared though the workers' environment differs, because that is what changed
     */
    public record Terms(Map<Metric, Double> margins, boolean anyEnvironment) {
        public Terms {
            margins = Map.copyOf(margins);
            margins.keySet()
                    .forEach(metric -> Check.that(METRICS.contains(metric), "metric", "one of " + METRICS, metric));
        }
    }

    private Gate(RunResult baseline, RunResult candidate, Terms terms) {
        this.baseline = baseline;
        this.candidate = candidate;
        this.terms = terms;
    }

    /** Compares. */
    public static GateReport of(RunResult baseline, RunResult candidate, Terms terms) {
        List<ModelRecord> others = candidate.models().stream()
                .filter(now -> baseline.model(now.task(), now.model()).stream().anyMatch(now::isOtherThan))
                .toList();
        Predicate<CellResult> comparable =
                cell -> others.stream().noneMatch(other -> other.isOf(cell.task(), cell.model()));
        Gate gate = new Gate(baseline.only(comparable), candidate.only(comparable), terms);
        others.forEach(other -> gate.rows.add(new GateRow(
                ALL,
                other.task(),
                other.model(),
                "network",
                Outcome.NOT_COMPARED,
                "the two runs have networks of one name that compute different things")));
        return gate.report();
    }

    /** A division as a row's metric has it; nothing where there was no choice once. */
    static String in(Division division) {
        return division == Division.TUNED ? "" : ", " + division.json();
    }

    private static GateRow ofRun(String metric, Outcome outcome, String text) {
        return new GateRow(ALL, ALL, ALL, metric, outcome, text);
    }

    private GateReport report() {
        List<String> engines = shared("engines", baseline.engineIds(), candidate.engineIds());
        List<String> tasks = withSameGiven(shared("tasks", tasks(baseline), tasks(candidate)));
        if (candidate.campaign().termination() != Termination.NORMAL) {
            rows.add(ofRun("campaign", Outcome.MISSING, "the candidate was stopped before its end"));
        }
        rows.addAll(MissingCells.rows(baseline, candidate));
        List<String> timed = withSameConditions(engines);
        List<Control> unreliable = Stream.of(baseline, candidate)
                .flatMap(result -> Control.of(Control.State.FAILED, result.controls()).stream())
                .toList();
        List<String> told = tasks.stream()
                .filter(task -> unreliable.stream()
                        .noneMatch(
                                control -> !control.ofTiming() && control.task().equals(task)))
                .toList();
        for (String engine : engines) {
            boolean timesCount = timed.contains(engine)
                    && baseline.campaign().jobs() == 1
                    && candidate.campaign().jobs() == 1;
            rows.addAll(QualityGate.rows(baseline, candidate, engine, told, terms.margins(), timesCount));
        }
        rows.addAll(lostParity());
        List<String> unfit = new ArrayList<>();
        unfit.addAll(failed("baseline", baseline));
        unfit.addAll(failed("candidate", candidate));
        List<GateRow> speeds = unreliable.stream().anyMatch(Control::ofTiming)
                ? List.of()
                : SpeedGate.rows(baseline, candidate, timed, tasks, terms.margins());
        rows.addAll(speeds);
        if (speeds.stream().anyMatch(row -> row.outcome() != Outcome.NOT_COMPARED)) {
            differences.add(SpeedGate.WEAKNESS);
        }
        doubts("baseline", baseline);
        doubts("candidate", candidate);
        terms.margins().keySet().stream()
                .sorted()
                .filter(metric -> !wasJudged(metric))
                .forEach(metric -> rows.add(ofRun(
                        metric.id(), Outcome.NOT_COMPARED, "a margin was given, and nothing was held against it")));
        return new GateReport(differences, unfit, rows);
    }

    /** What both have; the baseline's alone are missing cells, and the candidate's alone have nothing to be held against. */
    private List<String> shared(String what, List<String> before, List<String> now) {
        if (!before.equals(now)) {
            differences.add(difference(what, before, now));
        }
        return now.stream().filter(before::contains).toList();
    }

    private List<String> withSameGiven(List<String> tasks) {
        List<String> same = new ArrayList<>();
        for (String task : tasks) {
            List<String> found = new ArrayList<>();
            compare("SHA-256 of the data", hash(baseline, task), hash(candidate, task), found);
            found.forEach(text -> rows.add(new GateRow(ALL, task, ALL, "data", Outcome.NOT_COMPARED, text)));
            if (found.isEmpty()) {
                // Which trainings tell themselves, but timings do not.
                compare("training", training(baseline, task), training(candidate, task), found);
                found.forEach(text -> rows.add(new GateRow(ALL, task, ALL, "training", Outcome.NOT_COMPARED, text)));
            }
            if (found.isEmpty()) {
                same.add(task);
            }
        }
        return same;
    }

    /** The engines whose times and memory may be compared: the machine, the environment and the options are the same. */
    private List<String> withSameConditions(List<String> engines) {
        boolean rounds = !baseline.throughputCells().isEmpty();
        List<String> same = new ArrayList<>();
        List<String> machines = machines(baseline.environment(), candidate.environment());
        machines.forEach(text -> notTimed(ALL, text, rounds));
        for (String engine : engines) {
            // A new version is what a gate is for, so it is told and compared all the same.
            List<String> was = versions(baseline, engine);
            List<String> is = versions(candidate, engine);
            if (!was.equals(is)) {
                differences.add(difference("engine %s: version and DJL".formatted(engine), was, is) + "; compared");
            }
            List<String> environments = environments(engine);
            environments.forEach(text -> {
                if (terms.anyEnvironment()) {
                    differences.add(engine + ": " + text + "; compared");
                } else {
                    notTimed(engine, text, rounds);
                }
            });
            if (machines.isEmpty() && (terms.anyEnvironment() || environments.isEmpty())) {
                same.add(engine);
            }
        }
        return same;
    }

    /** A difference that forbids comparing times and memory; of a baseline without timing rounds that is no more than a note. */
    private void notTimed(String engine, String text, boolean rounds) {
        if (rounds) {
            rows.add(new GateRow(engine, ALL, ALL, "speed", Outcome.NOT_COMPARED, text));
        } else {
            differences.add((engine.equals(ALL) ? "" : engine + ": ") + text + "; times and memory not compared");
        }
    }

    /** Engines that were shown to train alike and are no longer. */
    private List<GateRow> lostParity() {
        return candidate.parity().stream()
                .filter(now -> !now.passed()
                        && baseline.parity().stream()
                                .anyMatch(before -> before.passed()
                                        && before.task().equals(now.task())
                                        && before.model().equals(now.model())
                                        && before.division() == now.division()
                                        && before.engines().equals(now.engines())))
                .map(now -> new GateRow(
                        String.join(" and ", now.engines()),
                        now.task(),
                        now.model(),
                        "parity" + in(now.division()),
                        Outcome.WORSE,
                        "the ladder passed in the baseline and does not now"))
                .toList();
    }

    /** Runs that gave the same answers have the same figures of quality. */
    private boolean wasJudged(Metric metric) {
        return rows.stream()
                .anyMatch(row -> row.judges(metric)
                        || (row.outcome() == Outcome.IDENTICAL
                                && metric.kind() == ComparisonKind.QUALITY
                                && candidate
                                        .task(row.task())
                                        .filter(task -> task.kind().judgedBy().isFraction() == metric.isFraction())
                                        .isPresent()));
    }

    /** What a control did not show, and what shows that the machine had other work. */
    private void doubts(String which, RunResult result) {
        int undecided = Control.of(Control.State.UNDECIDED, result.controls()).size();
        if (undecided > 0) {
            differences.add("%d of %d controls of the %s are undecided: too few rounds or seeds for the noise they have"
                    .formatted(undecided, result.controls().size(), which));
        }
        BusyMachine.of(result)
                .text()
                .ifPresent(text -> differences.add("the machine of the %s was busy in %s".formatted(which, text)));
    }

    private static List<String> versions(RunResult result, String engine) {
        return result.engines().stream()
                .filter(record -> record.id().equals(engine))
                .map(record -> List.of(record.version(), record.djlVersion()))
                .findFirst()
                .orElseThrow();
    }

    /** What the workers of an engine were given otherwise in the candidate, in any division or with any number of threads. */
    private List<String> environments(String engine) {
        Set<String> found = new LinkedHashSet<>();
        for (EngineRecord now : candidate.engines()) {
            for (EngineRecord before : baseline.engines()) {
                if (now.id().equals(engine)
                        && before.id().equals(engine)
                        && now.division() == before.division()
                        && Objects.equals(now.numThreads(), before.numThreads())) {
                    unlike(before, now).forEach(text -> found.add(text + in(now.division())));
                }
            }
        }
        return List.copyOf(found);
    }

    private static List<String> unlike(EngineRecord before, EngineRecord now) {
        Map<String, String> was = given(before);
        Map<String, String> is = given(now);
        Set<String> names = new TreeSet<>(was.keySet());
        names.addAll(is.keySet());
        List<String> found = new ArrayList<>();
        names.forEach(name -> compare(name, was.getOrDefault(name, UNSET), is.getOrDefault(name, UNSET), found));
        return found;
    }

    /** The values of the variables, each option of the JVM and where it runs being a variable of its own. */
    private static Map<String, String> given(EngineRecord engine) {
        Map<String, String> values = new TreeMap<>(engine.env());
        engine.jvmOptions().forEach(option -> values.put("JVM option " + option, "set"));
        values.put("device", String.valueOf(engine.device()));
        values.put("dtype", engine.dtype().json());
        return values;
    }

    private static List<String> tasks(RunResult result) {
        return List.copyOf(
                result.tasks().stream().map(TaskDescriptor::id).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static String training(RunResult result, String task) {
        return result.tasks().stream()
                .filter(one -> one.id().equals(task))
                .map(one -> one.hyperParameters().optimiser().wordsWithRate() + " of the "
                        + one.loss().words())
                .findFirst()
                .orElse("none");
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
        List<String> found = new ArrayList<>();
        compare("processor", before.host().hostProcessorModelName(), now.host().hostProcessorModelName(), found);
        compare("processors", before.host().processors(), now.host().processors(), found);
        compare("GPUs", before.host().gpuNames(), now.host().gpuNames(), found);
        compare("architecture", before.os().arch(), now.os().arch(), found);
        compare("operating system", before.os().name(), now.os().name(), found);
        compare("Java", before.vm().version(), now.vm().version(), found);
        return found;
    }

    private static void compare(String what, Object before, Object now, List<String> found) {
        if (!Objects.equals(before, now)) {
            found.add(difference(what, before, now));
        }
    }

    private static String difference(String what, Object before, Object now) {
        return "%s: %s in the baseline, %s now".formatted(what, before, now);
    }
}
