package io.enginebench.cli.catalog;

import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.PluginOptions;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the tasks. */
@Command(
        name = "tasks",
        header = {"  ./bench tasks", "  ./bench tasks --json"},
        description = "Lists the tasks with their networks and settings.")
public final class TasksCommand extends JsonCommand {
    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Override
    protected PluginOptions plugins() {
        return plugins;
    }

    @Override
    public ExitCode call() {
        List<TaskDescriptor> tasks = program.tasks().all();
        print(
                tasks,
                out -> TextTables.list(
                        out, List.of("task", "what", "models", "input", "split", "epochs"), tasks, TasksCommand::row));
        return ExitCode.DONE;
    }

    private static List<String> row(TaskDescriptor task) {
        return List.of(
                task.id(),
                task.title(),
                String.join(", ", task.models()),
                task.input().words() + " -> " + task.outputs(),
                task.split() instanceof Split.KFold folds ? folds.folds() + " folds" : "hold-out",
                Integer.toString(task.hyperParameters().epochs()));
    }
}
