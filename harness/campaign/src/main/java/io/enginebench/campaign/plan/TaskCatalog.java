package io.enginebench.campaign.plan;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.Home;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tasks there are, read from {@code models/tasks}. */
public final class TaskCatalog {
    /** The study's order, in which tasks are listed; others follow by name. */
    private static final List<String> FIRST = List.of("fashion", "emojis", "navigability");

    private final Map<String, TaskDescriptor> tasks = new TreeMap<>();

    private TaskCatalog() {}

    /** Reads the catalog. */
    public static TaskCatalog read(Home home) {
        TaskCatalog catalog = new TaskCatalog();
        for (Path file : home.taskFiles()) {
            try {
                TaskDescriptor task = Json.read(file, TaskDescriptor.class);
                if (!file.getFileName().toString().equals(task.id() + ".json")) {
                    throw new BadInput(
                            file.getFileName() + " must be named after its task, got the id '" + task.id() + "'");
                }
                catalog.tasks.put(task.id(), task);
            } catch (IOException e) {
                throw new BadInput(BenchException.messageOf(e));
            }
        }
        return catalog;
    }

    /** All tasks, the study's first. */
    public List<TaskDescriptor> all() {
        List<TaskDescriptor> ordered = new ArrayList<>();
        FIRST.stream().filter(tasks::containsKey).forEach(id -> ordered.add(tasks.get(id)));
        tasks.values().stream().filter(task -> !FIRST.contains(task.id())).forEach(ordered::add);
        return ordered;
    }

    /** The ids in that order. */
    public List<String> ids() {
        return all().stream().map(TaskDescriptor::id).toList();
    }
}
