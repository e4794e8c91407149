package io.enginebench.campaign.plan;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.Home;
import io.enginebench.record.graph.ListedNetwork;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The tasks there are, read from {@code models/tasks}.
 *
 * @param all in the order in which tasks are listed
 */
public record TaskCatalog(List<TaskDescriptor> all) {
    public TaskCatalog {
        all = List.copyOf(all);
    }

    /** Reads the catalog. */
    public static TaskCatalog read(Home home) {
        return new TaskCatalog(home.taskFiles().stream().map(TaskCatalog::task).toList());
    }

    private static TaskDescriptor task(Path file) {
        try {
            TaskDescriptor task = Json.read(file, TaskDescriptor.class);
            if (!file.getFileName().toString().equals(task.id() + ".json")) {
                throw new BadInput(
                        file.getFileName() + " must be named after its task, got the id '" + task.id() + "'");
            }
            return task;
        } catch (IOException e) {
            throw new BadInput(BenchException.messageOf(e));
        }
    }

    /** What a row of each is. */
    public List<RowInput> inputs() {
        return all.stream().map(TaskDescriptor::input).distinct().toList();
    }

    /** The same tasks, each with those of the networks that take its rows, behind its own. */
    public TaskCatalog with(List<ListedNetwork> networks) {
        return new TaskCatalog(all.stream()
                .map(task -> task.offering(networks.stream()
                        .filter(network -> network.takes().contains(task.input()))
                        .map(ListedNetwork::name)
                        .toList()))
                .toList());
    }

    /** Those that are run where none is named: the study's, or all where there are none of it. */
    public List<String> usual() {
        List<String> study = all.stream()
                .filter(task -> task.study() != null)
                .map(TaskDescriptor::id)
                .toList();
        return study.isEmpty() ? ids() : study;
    }

    /** The ids in that order. */
    public List<String> ids() {
        return all.stream().map(TaskDescriptor::id).toList();
    }
}
