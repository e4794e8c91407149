package io.enginebench.cli;

import com.github.freva.asciitable.HorizontalAlign;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the tasks. */
@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = {"Examples:", "  ./bench tasks", "  ./bench tasks --json", ""},
        description = "Lists the tasks with their networks and settings.")
final class TasksCommand implements Callable<Integer> {
    private final Program program;

    @Option(names = "--json", description = "print JSON on standard output")
    boolean json;

    TasksCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        List<TaskDescriptor> tasks = program.tasks().all();
        if (json) {
            program.out().print(Json.pretty(tasks));
        } else {
            TextTables.print(
                    program.out(),
                    List.of("task", "what", "models", "input", "split", "epochs"),
                    tasks.stream().map(TasksCommand::row).toList(),
                    HorizontalAlign.LEFT);
        }
        program.out().flush();
        return 0;
    }

    private static List<String> row(TaskDescriptor task) {
        return List.of(
                task.id(),
                task.title(),
                String.join(", ", task.models()),
                task.inputShape().stream().map(String::valueOf).collect(Collectors.joining("x")) + " -> "
                        + task.outputs(),
                task.split() instanceof Split.KFold folds ? folds.folds() + " folds" : "hold-out",
                Integer.toString(task.hyperParameters().epochs()));
    }
}
