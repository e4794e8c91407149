package io.enginebench.cli.catalog;

import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.plan.TaskNetwork;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.Offered;
import io.enginebench.cli.terminal.Output;
import io.enginebench.cli.terminal.PluginOptions;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.graph.ExportRequest;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a network as an ONNX file. */
@Command(
        name = "export-model",
        header = {
            "  ./bench export-model --task fashion --model resnet18 -o resnet18.onnx",
            "  ./bench export-model --weights runs/mine/cells/fashion-study-cnn-clean-mxnet-seed1 -o trained.onnx"
        },
        description = {
            "Writes a network with its weights as an ONNX file (opset 17, free batch), which DJL cannot.",
            "With --weights those that a cell of a run learnt, on whichever engine; else starting weights."
        })
public final class ExportModelCommand extends JsonCommand {
    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Option(
            names = "--task",
            completionCandidates = Offered.Tasks.class,
            paramLabel = "T",
            description = "the task, by id or task file; by default the cell's, or the first that takes the network")
    @Nullable
    String task;

    @Option(
            names = "--model",
            completionCandidates = Offered.Networks.class,
            paramLabel = "M",
            description = "the network; by default the cell's")
    @Nullable
    String model;

    @Option(names = "--weights", paramLabel = "DIR", description = "the folder of a trained cell: RUN/cells/CELL")
    @Nullable
    Path cell;

    @Option(names = "--seed", paramLabel = "N", description = "of the starting weights (1)")
    @Nullable
    Long seed;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "the file")
    Path out = Path.of("");

    /** What was written. */
    private record Written(
            String file,
            String task,
            String model,
            @Nullable String cell) {}

    @Override
    protected PluginOptions plugins() {
        return plugins;
    }

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        Output target = new Output("--out", out);
        if (target.isStandardOutput()) {
            throw new Usage("--out", "a file", out);
        }
        TaskNetwork subject = subject();
        @Nullable Path weights = cell == null ? null : cell.resolve(WorkerFiles.WEIGHTS);
        target.apartFrom(weights == null ? List.of() : List.of(weights));
        program.models()
                .export(new ExportRequest(
                        subject.request(),
                        weights == null ? null : weights.toAbsolutePath().toString(),
                        seed == null ? 1 : seed,
                        out.toAbsolutePath().toString()));
        Written written = new Written(
                out.toString(),
                subject.task().id(),
                subject.model(),
                cell == null ? null : String.valueOf(cell.getFileName()));
        print(
                written,
                lines -> lines.println("%s: %s on %s, %s"
                        .formatted(
                                written.file(),
                                written.model(),
                                written.task(),
                                written.cell() == null ? "starting weights" : "weights of " + written.cell())));
        return ExitCode.DONE;
    }

    private TaskNetwork subject() throws IOException {
        if (cell == null) {
            if (model == null) {
                throw new Usage("--model or --weights", "given", "neither");
            }
            return ModelsCommand.subjects(program, task, model).get(0);
        }
        Path file = cell.resolve(WorkerFiles.RESULT);
        if (!Files.isRegularFile(file) || !Files.isRegularFile(cell.resolve(WorkerFiles.WEIGHTS))) {
            throw new Usage("--weights", "the folder of a trained cell, RUN/cells/CELL", cell);
        }
        CellResult trained = Json.read(file, CellResult.class);
        TaskCatalog.Chosen chosen = program.tasks(List.of(Objects.requireNonNullElse(task, trained.task())));
        for (var asked : List.of(
                List.of("--task", trained.task(), chosen.ids().get(0)),
                List.of("--model", trained.model(), model == null ? trained.model() : model))) {
            if (!asked.get(1).equals(asked.get(2))) {
                throw new Usage(asked.get(0), "that of the cell, " + asked.get(1), asked.get(2));
            }
        }
        return chosen.catalog().all().stream()
                .filter(one -> one.id().equals(trained.task()) && one.models().contains(trained.model()))
                .map(one -> new TaskNetwork(one, trained.model()))
                .findFirst()
                .orElseThrow(() -> new BadInput("cell %s must be of a task and network that is here, got %s and %s"
                        .formatted(trained.id(), trained.task(), trained.model())));
    }
}
