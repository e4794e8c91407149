package io.enginebench.cli.catalog;

import io.enginebench.cli.terminal.PluginOptions;
import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Check;
import io.enginebench.record.Mistakes;
import io.enginebench.record.graph.RowsRequest;
import io.enginebench.record.graph.WrittenRows;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.TaskFile;
import io.enginebench.record.task.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes down the rows that a plugin reads, with a task file for them. */
@Command(
        name = "rows",
        header = {"  ./bench data rows sensors --plugin Sensors.java --out sensors"},
        description = {
            "Has a plugin's RowsProvider write its rows into a new folder, as .npy files with a task file beside them.",
            "Then: ./bench compare --tasks sensors/sensors.json"
        })
public final class RowsCommand extends ProgramCommand {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    DataCommand data;

    @Parameters(paramLabel = "NAME", description = "what the plugin calls the rows")
    String name = "";

    @Option(names = "--out", paramLabel = "DIR", description = "a new or empty folder (NAME)")
    @Nullable
    Path out;

    @Override
    protected PluginOptions plugins() {
        return data.plugins;
    }

    /** What was written. */
    private record Written(String task, String file, WrittenRows rows) {}

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        Path folder = Objects.requireNonNullElseGet(out, () -> Path.of(name));
        Mistakes mistakes = new Mistakes();
        mistakes.unless(Check.isId(name), "name", "letters, digits, dots, hyphens", "'" + name + "'");
        mistakes.unless(!program.tasks().ids().contains(name), "name", "one that no task here has", "'" + name + "'");
        NewFolder.check(folder, mistakes);
        Usage.refuse(mistakes);
        Files.createDirectories(folder);
        WrittenRows rows = program.models()
                .write(new RowsRequest(name, folder.toAbsolutePath().toString()));
        Path file = folder.resolve(name + TaskFile.END);
        Json.write(file, task(rows));
        try {
            program.tasks(
                    List.of(file.toString())); // Read as every command reads it, so that what is wrong is said now.
        } catch (BadInput e) { // What the plugin wrote is no rows; whatever else stands in the way, it stays.
            for (String made : List.of(WrittenRows.X, WrittenRows.Y, name + TaskFile.END)) {
                Files.delete(folder.resolve(made));
            }
            throw e;
        }
        program.print(
                data.json,
                new Written(name, file.toString(), rows),
                out -> out.println("written: %s, %,d rows of shape %s%s; next: ./bench compare --tasks %s"
                        .formatted(
                                file,
                                rows.rows(),
                                rows.shape(),
                                rows.classes().isEmpty()
                                        ? ""
                                        : " in " + rows.classes().size() + " classes",
                                file)));
        return ExitCode.DONE;
    }

    private Map<String, Object> task(WrittenRows rows) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("id", name);
        if (rows.classes().isEmpty()) {
            task.put("kind", TaskKind.REGRESSION);
        } else {
            task.put("classes", rows.classes());
        }
        task.put("data", new OwnData.Npy(WrittenRows.X, WrittenRows.Y, null, null, null));
        task.put("split", Map.of("kind", "k-fold", "folds", 5));
        return task;
    }
}
