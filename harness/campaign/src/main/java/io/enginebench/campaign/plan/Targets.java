package io.enginebench.campaign.plan;

import io.enginebench.record.Mistakes;
import io.enginebench.record.task.TaskDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The scores that trainings are to reach: {@code 0.88} for every classification, {@code fashion=0.88} for one task. */
final class Targets {
    private static final Pattern TARGET = Pattern.compile("(?:([^=]+)=)?([0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]{1,3})?)");

    private final Map<String, Double> scores = new HashMap<>();
    private final List<TaskDescriptor> tasks;
    private final Mistakes mistakes;

    private Targets(List<TaskDescriptor> tasks, Mistakes mistakes) {
        this.tasks = tasks;
        this.mistakes = mistakes;
    }

    /** By the ids of tasks; a task that is not in it has no target. */
    static Map<String, Double> of(List<String> asked, List<TaskDescriptor> tasks, Mistakes mistakes) {
        Targets targets = new Targets(tasks, mistakes);
        asked.forEach(targets::add);
        return Map.copyOf(targets.scores);
    }

    private void add(String asked) {
        Matcher target = TARGET.matcher(asked);
        if (!target.matches()) {
            mistakes.unless(false, "target", "a score such as 0.88, or TASK=SCORE", "'" + asked + "'");
            return;
        }
        String name = target.group(1);
        double score = Double.parseDouble(target.group(2));
        String ids = tasks.stream().map(TaskDescriptor::id).collect(Collectors.joining(", "));
        if (name == null) {
            List<TaskDescriptor> classifications =
                    tasks.stream().filter(task -> task.kind().hasClasses()).toList();
            mistakes.unless(
                    !classifications.isEmpty() || tasks.isEmpty(),
                    "target without a task",
                    "for a classification, of which there is none among " + ids + " (a regression takes TASK=SCORE)",
                    asked);
            classifications.forEach(task -> aim(task, score));
            return;
        }
        List<TaskDescriptor> named =
                tasks.stream().filter(one -> one.isOf(name)).toList();
        mistakes.unless(!named.isEmpty(), "task of a target", "one of " + ids, "'" + name + "'");
        named.forEach(one -> aim(one, score));
    }

    private void aim(TaskDescriptor task, double score) {
        mistakes.unless(
                task.kind().mayAimAt(score),
                "target of " + task.id(),
                task.kind().targets(),
                score);
        mistakes.unless(scores.put(task.id(), score) == null, "targets of " + task.id(), "one", "several");
    }
}
