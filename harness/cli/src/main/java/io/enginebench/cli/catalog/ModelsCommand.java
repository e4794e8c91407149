package io.enginebench.cli.catalog;

import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.plan.TaskNetwork;
import io.enginebench.campaign.prepare.Recordings;
import io.enginebench.cli.terminal.Offered;
import io.enginebench.cli.terminal.Output;
import io.enginebench.cli.terminal.PluginOptions;
import io.enginebench.cli.terminal.Program;
import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Mistakes;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.GraphLayer;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.report.drawing.GraphDrawing;
import io.enginebench.report.table.ListedModel;
import io.enginebench.report.text.Numbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows networks: what there are, and what one of them computes. */
@Command(
        name = "models",
        header = {
            "  ./bench models                              every network, on the first task that takes it",
            "  ./bench models --task emojis                those of a task",
            "  ./bench models show resnet18 --task fashion its layers, shapes, parameters and FLOPs",
            "  ./bench models show lenet --svg lenet.svg   a drawing"
        },
        description = "Lists the networks with their parameters and what a row costs. No engine is started:"
                + " what cannot run on one is from its descriptor.")
public final class ModelsCommand extends ProgramCommand {
    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Option(
            names = "--task",
            completionCandidates = Offered.Tasks.class,
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "T",
            description = "the task whose rows it is given, by id or task file; by default the first that takes it")
    @Nullable
    String task;

    @Option(names = "--json", scope = CommandLine.ScopeType.INHERIT, description = "print JSON on standard output")
    boolean json;

    @Override
    protected PluginOptions plugins() {
        return plugins;
    }

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        List<TaskNetwork> subjects = subjects(program, task, null);
        List<ModelRecord> records = Recordings.of(subjects, program.models()).records();
        Map<String, String> inputs = new HashMap<>();
        subjects.forEach(subject ->
                inputs.put(subject.task().id(), subject.task().input().words()));
        List<EngineDescriptor> engines = program.engines().usable();
        List<ListedModel> listed =
                records.stream().map(one -> ListedModel.of(one, engines)).toList();
        program.print(json, listed, out -> {
            TextTables.list(
                    out,
                    List.of(
                            "network",
                            "task",
                            "row",
                            "trained",
                            "other",
                            "FLOPs a row",
                            "activations",
                            "operators",
                            "not on"),
                    listed,
                    one -> row(inputs.getOrDefault(one.model().task(), ""), one));
            engines.stream()
                    .filter(engine -> !engine.trains())
                    .forEach(engine -> out.println(engine.id() + " " + EngineDescriptor.ANSWERS_ONLY));
        });
        return ExitCode.DONE;
    }

    private static List<String> row(String input, ListedModel listed) {
        ModelRecord one = listed.model();
        return List.of(
                one.model(),
                one.task(),
                input,
                number(one.trainableParameters()),
                number(one.otherParameters()),
                number(one.flopsPerRow()),
                one.activationBytesPerRow() == null ? "?" : number(one.activationBytesPerRow() / 1000) + " kB",
                one.operators() == null ? one.reason() : String.join(" ", one.operators()),
                listed.notOn());
    }

    private static String number(@Nullable Long number) {
        return number == null ? "?" : Numbers.format("%,d", number);
    }

    /**
     * Networks, each on one task.
     *
     * @param task an id or a task file; null for the first that takes it
     * @param model null for all
     */
    static List<TaskNetwork> subjects(Program program, @Nullable String task, @Nullable String model) {
        Mistakes mistakes = new Mistakes();
        TaskCatalog.Chosen chosen = program.tasks(task == null ? List.of() : List.of(task));
        TaskCatalog catalog = chosen.catalog();
        List<String> named = mistakes.known("task", chosen.ids(), catalog.ids(), catalog.ids());
        List<TaskDescriptor> taken =
                catalog.all().stream().filter(one -> named.contains(one.id())).toList();
        List<TaskNetwork> subjects = new ArrayList<>();
        for (TaskDescriptor one : taken) {
            for (String name : one.models()) {
                if (subjects.stream().noneMatch(subject -> subject.model().equals(name))) {
                    subjects.add(new TaskNetwork(one, name));
                }
            }
        }
        if (model != null && mistakes.isEmpty()) {
            mistakes.oneOf("network", subjects.stream().map(TaskNetwork::model).toList(), model);
        }
        Usage.refuse(mistakes);
        return subjects.stream()
                .filter(subject -> model == null || subject.model().equals(model))
                .toList();
    }

    /**
     * What a network computes.
     *
     * @param layers in order of execution
     */
    private record Shown(ModelRecord model, List<GraphLayer> layers, Graph graph) {
        Shown {
            layers = List.copyOf(layers);
        }
    }

    /** Shows one network. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description =
                    "Shows what a network computes: operators, shapes, parameters, FLOPs, activations; with --svg as a drawing.")
    ExitCode show(
            @Parameters(
                            paramLabel = "NETWORK",
                            completionCandidates = Offered.Networks.class,
                            description = "a network of ./bench models")
                    String name,
            @Option(names = "--svg", paramLabel = "FILE", description = "write a drawing; - for standard output")
                    @Nullable
                    Path svg)
            throws IOException, InterruptedException {
        TaskNetwork subject = subjects(program, task, name).get(0);
        if (svg != null) {
            new Output("--svg", svg).apartFrom(List.of());
        }
        Recording recording = Recordings.of(List.of(subject), program.models()).of(subject.task(), subject.model());
        ModelRecord record = ModelRecord.of(subject.task().id(), subject.model(), recording);
        Graph graph = recording.graph();
        if (graph == null) {
            throw new Usage("network", "one that can be recorded", name + ": " + recording.reason());
        }
        String title = "%s on %s: %s".formatted(name, record.task(), costs(record));
        if (svg != null) {
            new Output("--svg", svg).write(program, GraphDrawing.of(graph, title));
            if (svg.toString().equals("-")) {
                return ExitCode.DONE;
            }
        }
        Shown shown = new Shown(record, GraphLayer.of(graph), graph);
        program.print(json, shown, out -> {
            TextTables.list(
                    out,
                    List.of("layer", "of", "shape", "parameters", "FLOPs a row", "activations, bytes a row"),
                    shown.layers(),
                    layer -> List.of(
                            layer.name(),
                            String.join(", ", layer.inputs()),
                            GraphLayer.words(layer.shape()),
                            number(layer.parameters()),
                            number(layer.flopsPerRow()),
                            number(layer.activationBytesPerRow())));
            out.println(title);
            out.println("graph " + record.graphSha256());
            if (svg != null) {
                program.err().println("written: " + svg);
            }
        });
        return ExitCode.DONE;
    }

    private static String costs(ModelRecord record) {
        return "%s trained parameters, %s others, %s FLOPs and %s bytes of activations a row"
                .formatted(
                        number(record.trainableParameters()),
                        number(record.otherParameters()),
                        number(record.flopsPerRow()),
                        number(record.activationBytesPerRow()));
    }
}
