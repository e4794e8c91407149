package io.enginebench.analysis.pick;

import io.enginebench.analysis.advice.NamedEngines;
import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.analysis.pick.Standing.Kept;
import io.enginebench.analysis.timing.BusyMachine;
import io.enginebench.record.Check;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.Control;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Picks an engine: first by limits, which each engine keeps or not by its own figures, then by the verdicts between those that
 * keep them all. Where no verdict says that one engine is better than each other, none is picked, and neither where a limit lies
 * within the interval of the figure that it is set to.
 */
public final class Pick {
    private static final int FEWEST = 10;

    private final RunResult result;
    private final Question question;
    private final TaskDescriptor task;
    private final String model;
    private final Readings readings;

    private Pick(RunResult result, Question question, TaskDescriptor task, String model) {
        this.result = result;
        this.question = question;
        this.task = task;
        this.model = model;
        readings = new Readings(result, task, model, question);
    }

    /** What of a question cannot be asked of this result, each as {@code <what> must be <rule>, got <value>}; empty if it can. */
    public static List<String> mistakes(RunResult result, Question question) {
        return QuestionChecks.of(result, question);
    }

    /**
     * Answers.
     *
     * @param result whose comparisons follow from its cells
     * @throws IllegalArgumentException if there are {@link #mistakes} in the question
     */
    public static Choice of(RunResult result, Question question) {
        List<String> mistakes = mistakes(result, question);
        Check.that(mistakes.isEmpty(), "question", "one that this result can be asked", mistakes);
        TaskDescriptor task = QuestionChecks.task(result, question).orElseThrow();
        return new Pick(
                        result,
                        question,
                        task,
                        QuestionChecks.model(task, question).orElseThrow())
                .choice();
    }

    private Choice choice() {
        List<Candidate> candidates = new ArrayList<>();
        for (String engine : question.engines(result)) {
            candidates.add(readings.trainers(engine).stream()
                    .map(trainer -> Candidate.of(
                            engine,
                            readings.whyNot(engine),
                            question.requirements().stream()
                                    .map(requirement -> readings.against(requirement, engine, trainer))
                                    .toList()))
                    .min(Comparator.comparing(Candidate::keeps))
                    .orElseThrow());
        }
        List<String> remarks = new ArrayList<>(doubtfulLatencies());
        if (question.goal() instanceof Goal.Fastest || asksOfLatency()) {
            BusyMachine.of(result)
                    .text()
                    .ifPresent(text -> remarks.add("the machine was busy while it was timed: " + text));
        }
        Answer answer = answer(candidates, remarks);
        return new Choice(
                task.id(),
                model,
                question.goal().text(),
                candidates,
                Conditions.of(result, task, model, question),
                remarks,
                answer);
    }

    private boolean asksOfLatency() {
        return question.requirements().stream().anyMatch(one -> one.figure().isLatency());
    }

    /** Limits are not verdicts, so a failed control does not forbid them; but whoever sets one should know. */
    private List<String> doubtfulLatencies() {
        boolean asked = asksOfLatency();
        return result.controls().stream()
                .filter(control -> asked
                        && control.outcome() == Control.State.FAILED
                        && control.task().equals(task.id())
                        && control.model().equals(model)
                        && question.isOf(control.division())
                        && control.mode() == Mode.INFER
                        && Objects.equals(control.batch(), 1))
                .map(control -> "a control of the rounds that the latencies are from failed: " + control.name())
                .toList();
    }

    private Answer answer(List<Candidate> candidates, List<String> remarks) {
        Optional<Answer> missing = missing(candidates);
        if (missing.isPresent()) {
            return missing.get();
        }
        List<String> meeting = engines(candidates, Kept.YES);
        List<String> uncertain = engines(candidates, Kept.UNCERTAIN);
        if (!uncertain.isEmpty()) {
            return uncertain(candidates, meeting, uncertain, remarks);
        }
        if (meeting.isEmpty()) {
            return new Answer.NobodyMeets("no engine keeps every limit: "
                    + candidates.stream().map(Pick::misses).collect(Collectors.joining("; ")));
        }
        if (meeting.size() == 1) {
            String only = meeting.get(0);
            return new Answer.Picked(
                    only,
                    candidates.size() == 1
                            ? only + " is the only engine of the result" + kept()
                            : only + " alone keeps every limit, so nothing had to be compared");
        }
        return compared(meeting, remarks);
    }

    private static List<String> engines(List<Candidate> candidates, Kept keeps) {
        return candidates.stream()
                .filter(candidate -> candidate.keeps() == keeps)
                .map(Candidate::engine)
                .toList();
    }

    /** One that surely keeps the limits and is better than those that perhaps do is picked whichever of them do. */
    private Answer uncertain(
            List<Candidate> candidates, List<String> meeting, List<String> uncertain, List<String> remarks) {
        List<String> rivals =
                Stream.concat(meeting.stream(), uncertain.stream()).toList();
        if (!meeting.isEmpty()
                && compared(rivals, remarks) instanceof Answer.Picked picked
                && meeting.contains(picked.engine())) {
            return picked;
        }
        List<String> doubts = candidates.stream()
                .filter(candidate -> candidate.keeps() == Kept.UNCERTAIN)
                .map(candidate -> candidate.engine() + " " + standings(candidate, Kept.UNCERTAIN))
                .toList();
        boolean latency = asksOfLatency();
        return new Answer.CannotTell(
                "a limit is uncertain that lies within the interval or has none: " + String.join("; ", doubts),
                latency ? timing(Mode.INFER, "--batches 1 ") : training());
    }

    private static String standings(Candidate candidate, Kept kept) {
        return candidate.standings().stream()
                .filter(standing -> standing.kept() == kept)
                .map(standing -> "%s (%s)".formatted(standing.requirement(), standing.text()))
                .collect(Collectors.joining(", "));
    }

    private String kept() {
        return question.requirements().isEmpty() ? "" : " and keeps every limit";
    }

    private static String misses(Candidate candidate) {
        String which = candidate.standings().stream()
                .filter(standing -> standing.kept() != Kept.YES)
                .map(standing -> "%s (%s)".formatted(standing.requirement(), standing.text()))
                .collect(Collectors.joining(", "));
        return candidate.engine() + (which.isEmpty() ? " " + candidate.remark() : " misses " + which);
    }

    /** A figure that no engine has is no failure of the engines. */
    private Optional<Answer> missing(List<Candidate> candidates) {
        for (int i = 0; i < question.requirements().size(); i++) {
            int place = i;
            if (candidates.stream().allMatch(one -> one.standings().get(place).kept() == Kept.UNKNOWN)) {
                Figure figure = question.requirements().get(i).figure();
                return Optional.of(new Answer.NotMeasured(
                        "the result must have %s of %s, got none: %s"
                                .formatted(
                                        figure.text(),
                                        task.id(),
                                        candidates.get(0).standings().get(i).text()),
                        figure.isLatency() ? timing(Mode.INFER, "--batches 1 ") : training()));
            }
        }
        return Optional.empty();
    }

    private Answer compared(List<String> meeting, List<String> remarks) {
        List<Comparison> comparisons = CellComparisons.ofEachTwo(result).stream()
                .filter(one -> one.task().equals(task.id())
                        && one.model().equals(model)
                        && one.protocol() == Protocol.CLEAN
                        && question.isOf(one.division())
                        && question.goal().judgedBy(one)
                        && ofThreads(one)
                        && meeting.containsAll(one.engines()))
                .toList();
        if (comparisons.isEmpty()) {
            return uncompared();
        }
        if (question.goal() instanceof Goal.MostAccurate && readings.seeds() < 2) {
            return new Answer.CannotTell(
                    "one seed cannot tell engines apart: the same engine with another seed differs too", training());
        }
        boolean ofSpeed = question.goal() instanceof Goal.Fastest;
        List<Control> controls = controls(comparisons.get(0));
        List<Control> failed = Control.of(Control.State.FAILED, controls);
        if (!failed.isEmpty()) {
            return new Answer.Unfit("a control failed, so %s could not have told: %s: %s"
                    .formatted(
                            ofSpeed ? "this machine" : "these seeds",
                            failed.get(0).name(),
                            failed.get(0).detail()));
        }
        if (ofSpeed && controls.stream().noneMatch(Control::passed)) {
            remarks.add("no control shows that this machine could tell");
        }
        for (String engine : meeting) {
            if (meeting.stream().allMatch(other -> other.equals(engine) || beats(comparisons, engine, other))) {
                return new Answer.Picked(
                        engine,
                        comparisons.stream()
                                .filter(one -> engine.equals(one.better()))
                                .map(Comparison::text)
                                .collect(Collectors.joining(" ")));
            }
        }
        return undecided(meeting, comparisons);
    }

    private static Answer undecided(List<String> meeting, List<Comparison> comparisons) {
        List<String> unbeaten = meeting.stream()
                .filter(engine -> meeting.stream().noneMatch(other -> beats(comparisons, other, engine)))
                .toList();
        // One that nobody beats and that does not beat all is undecided against those that others beat.
        List<String> rivals = unbeaten.size() > 1 ? unbeaten : meeting;
        List<Comparison> between = comparisons.stream()
                .filter(one -> rivals.containsAll(one.engines()))
                .toList();
        String said = between.stream().map(Comparison::text).collect(Collectors.joining(" "));
        int pairs = rivals.size() * (rivals.size() - 1) / 2;
        boolean equivalent =
                between.size() == pairs && between.stream().allMatch(one -> one.verdict() == Conclusion.EQUIVALENT);
        return equivalent
                ? new Answer.Equivalent(rivals, said)
                : new Answer.Inconclusive(
                        rivals,
                        said + (between.size() < pairs ? " Not each two of them were compared with each other." : ""));
    }

    private static boolean beats(List<Comparison> comparisons, String better, String worse) {
        return comparisons.stream()
                .anyMatch(one -> better.equals(one.better())
                        && !better.equals(worse)
                        && one.engines().contains(worse));
    }

    private boolean ofThreads(Comparison one) {
        return question.threads() == null
                || one.scope() == null
                || question.threads().equals(one.scope().threads());
    }

    /**
     * Those of trainings speak of their own task and network. Those of timing run with one task and batch for each mode and number
     * of threads and speak of the machine, so of all batches.
     */
    private List<Control> controls(Comparison comparison) {
        ComparisonScope scope = comparison.scope();
        return result.controls().stream()
                .filter(control -> question.isOf(control.division())
                        && (scope == null
                                ? !control.ofTiming()
                                        && control.task().equals(task.id())
                                        && control.model().equals(model)
                                : control.mode() == scope.mode() && Objects.equals(control.threads(), scope.threads())))
                .toList();
    }

    private Answer uncompared() {
        if (question.goal() instanceof Goal.Fastest fastest) {
            List<ThroughputCell> rounds = readings.timings().stream()
                    .filter(cell -> cell.mode() == fastest.mode())
                    .toList();
            String instead = rounds.isEmpty() && readings.hasTrainings()
                    ? ": the rates of its trainings are none, which "
                            + (result.campaign().jobs() > 1
                                    ? "ran %d side by side"
                                            .formatted(result.campaign().jobs())
                                    : "ran neither in rounds nor with controls")
                    : "";
            return new Answer.NotMeasured(
                    "the result must have timing rounds of %s of %s, got none%s"
                            .formatted(fastest.mode().json(), task.id(), instead),
                    timing(fastest.mode(), fastest.batch() == null ? "" : "--batches " + fastest.batch() + " "));
        }
        return new Answer.NotMeasured(
                "the result must have trainings of %s on the engines that keep the limits, got none that can be compared"
                        .formatted(task.id()),
                training());
    }

    private String timing(Mode mode, String batches) {
        int rounds = readings.timings().stream()
                .filter(cell -> cell.mode() == mode)
                .mapToInt(ThroughputCell::round)
                .max()
                .orElse(0);
        return "./bench throughput --tasks %s%s --modes %s %s--rounds %d%s"
                .formatted(
                        task.id(),
                        option(mode.trains() ? NamedEngines.trainingOption(result) : NamedEngines.option(result)),
                        mode.json(),
                        batches,
                        more(rounds),
                        division());
    }

    private String training() {
        return "./bench compare --tasks %s%s --seeds %d%s"
                .formatted(task.id(), option(NamedEngines.trainingOption(result)), more(readings.seeds()), division());
    }

    /** Ten, or four times what was too few, which halves an interval. */
    private static int more(int there) {
        return Math.max(FEWEST, 4 * there);
    }

    private String division() {
        return question.division() == null
                ? ""
                : " --division " + question.division().json();
    }

    private static String option(List<String> words) {
        return words.isEmpty() ? "" : " " + String.join(" ", words);
    }
}
