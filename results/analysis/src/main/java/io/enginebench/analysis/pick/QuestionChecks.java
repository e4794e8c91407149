package io.enginebench.analysis.pick;

import io.enginebench.record.Mistakes;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of a question a result cannot be asked. */
final class QuestionChecks {
    private final Mistakes mistakes = new Mistakes();

    private QuestionChecks() {}

    static List<String> of(RunResult result, Question question) {
        QuestionChecks checks = new QuestionChecks();
        checks.one(
                "--task",
                question.task(),
                result.tasks().stream().map(TaskDescriptor::id).toList());
        task(result, question).ifPresent(task -> {
            checks.one("--model", question.model(), task.models());
            model(task, question).ifPresent(model -> {
                checks.one(
                        "--division",
                        question.division() == null ? null : question.division().json(),
                        result.cells().stream()
                                .filter(cell -> cell.setting().isOf(task.id(), model))
                                .map(cell -> cell.division().json())
                                .distinct()
                                .toList());
                checks.rounds(result, task, model, question);
            });
            question.requirements().forEach(requirement -> checks.requirement(requirement, task));
        });
        return checks.mistakes.lines();
    }

    static Optional<TaskDescriptor> task(RunResult result, Question question) {
        return result.tasks().stream()
                .filter(task -> question.task() == null
                        ? result.tasks().size() == 1
                        : task.id().equals(question.task()))
                .findFirst();
    }

    static Optional<String> model(TaskDescriptor task, Question question) {
        return task.models().stream()
                .filter(model -> question.model() == null ? task.models().size() == 1 : model.equals(question.model()))
                .findFirst();
    }

    /** One of some must be named, unless there is only one. */
    private void one(String option, @Nullable Object given, List<?> there) {
        mistakes.unless(
                given == null ? there.size() <= 1 : there.contains(given),
                option,
                (there.size() == 1 ? "" : "one of ")
                        + there.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                given == null ? null : "'" + given + "'");
    }

    private void rounds(RunResult result, TaskDescriptor task, String model, Question question) {
        List<ThroughputCell> timed = result.throughputCells().stream()
                .filter(cell -> cell.setting().isOf(task.id(), model)
                        && question.isOf(cell.division())
                        && (!(question.goal() instanceof Goal.Fastest fastest) || cell.mode() == fastest.mode()))
                .toList();
        if (timed.isEmpty()) {
            return;
        }
        if (question.goal() instanceof Goal.Fastest fastest) {
            one("--batch", fastest.batch(), each(timed, ThroughputCell::globalBatchSize));
        }
        boolean asksOfRounds = question.goal() instanceof Goal.Fastest
                || question.requirements().stream().anyMatch(one -> one.figure().isLatency());
        if (asksOfRounds || question.threads() != null) {
            one("--threads", question.threads(), each(timed, ThroughputCell::numThreads));
        }
    }

    private static List<Integer> each(List<ThroughputCell> cells, Function<ThroughputCell, Integer> axis) {
        return cells.stream().map(axis).distinct().sorted().toList();
    }

    private void requirement(Requirement requirement, TaskDescriptor task) {
        Figure figure = requirement.figure();
        boolean hasClasses = task.kind().hasClasses();
        boolean recall = figure.metric() == Metric.RECALL;
        boolean share = figure.metric().isFraction();
        mistakes.unless(
                figure.metric().kind() != ComparisonKind.QUALITY
                        || recall
                        || figure.metric().isOfRegression() != hasClasses,
                "figure of the %s %s".formatted(task.kind().json(), task.id()),
                "another than that of a " + (hasClasses ? "regression" : "classification"),
                "'" + figure.metric().id() + "'");
        mistakes.unless(
                task.kind() != TaskKind.MULTI_LABEL || !figure.metric().isOfProbabilities(),
                "figure of the %s %s".formatted(task.kind().json(), task.id()),
                "one of answers, for no others are kept of it",
                "'" + figure.metric().id() + "'");
        mistakes.unless(
                !recall || task.classes().contains(figure.className()),
                "class of --recall",
                hasClasses
                        ? "one of " + String.join(", ", task.classes())
                        : "of a classification, which " + task.id() + " is not",
                "'" + figure.className() + "'");
        mistakes.unless(
                requirement.limit() >= 0 && !(share && requirement.limit() > 1),
                "limit of " + figure.text(),
                share ? "a share of 0..1" : "0 or more",
                requirement.limit());
    }
}
