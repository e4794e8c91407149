package io.enginebench.cli.catalog;

import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.cli.terminal.Offered;
import io.enginebench.cli.terminal.Output;
import io.enginebench.cli.terminal.PluginOptions;
import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.data.sources.DataRequest;
import io.enginebench.data.sources.DataStore;
import io.enginebench.data.sources.DataStore.Place;
import io.enginebench.data.sources.PreparedData;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Mistakes;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows, fetches and checks data sets. */
@Command(
        name = "data",
        header = {
            "  ./bench data                       which source serves each task",
            "  ./bench data fetch                 put the published files into the cache",
            "  ./bench data verify                read and check every file",
            "  ./bench data synthesize --out DIR  write the synthetic stand-ins",
            "  ./bench data show emojis           a picture of a data set",
            "  ./bench data rows NAME --plugin P  write down what a plugin reads"
        },
        description = "Shows which source serves each task's data.",
        subcommands = RowsCommand.class)
public final class DataCommand extends ProgramCommand {
    /** The tasks of a command. */
    static final class Asked {
        @Option(
                names = "--tasks",
                completionCandidates = Offered.Tasks.class,
                split = ",",
                paramLabel = "T",
                description = "task ids, or task files, which end in .json; all of enginebench's by default")
        @Nullable
        List<String> ids;
    }

    @Mixin
    PluginOptions plugins = new PluginOptions();

    @Option(
            names = "--data-dir",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "look for data files here first")
    @Nullable
    Path dataDir;

    @Option(names = "--json", scope = CommandLine.ScopeType.INHERIT, description = "print JSON on standard output")
    boolean json;

    /**
     * Where a task's data would come from.
     *
     * @param source null if it would have to be fetched
     */
    private record Status(
            String task, String data, @Nullable String source, String detail) {}

    @Override
    protected PluginOptions plugins() {
        return plugins;
    }

    @Override
    public ExitCode call() {
        List<Status> statuses = program.tasks().all().stream().map(this::status).toList();
        program.print(
                json,
                statuses,
                out -> TextTables.list(
                        out,
                        List.of("task", "data", "source", "where"),
                        statuses,
                        one -> List.of(
                                one.task(),
                                one.data(),
                                Objects.requireNonNullElse(one.source(), "none"),
                                one.detail())));
        return ExitCode.DONE;
    }

    private Status status(TaskDescriptor task) {
        Optional<Place> place = store().locate(task, new DataRequest(dataDir, false));
        return new Status(
                task.id(),
                task.data().words(),
                place.map(Place::source).orElse(null),
                place.map(found -> found.folder().toString())
                        .orElseGet(() ->
                                "not on this machine, " + store().otherwise(task) + "; next: ./bench data fetch"));
    }

    /** Puts the published files of each task into the cache. */
    @Command(
            name = "fetch",
            mixinStandardHelpOptions = true,
            description = "Fetches the published files of each task into the cache and checks them.")
    ExitCode fetch(@Mixin Asked asked) throws InterruptedException {
        List<Done> done = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (TaskDescriptor task : chosen(asked.ids, false).tasks()) {
            try {
                String source = store().fetch(task);
                done.add(Done.of(task, "fetched from " + source, source, null, null));
            } catch (Unfit e) {
                failures.add(BenchException.messageOf(e));
            }
        }
        print(done);
        if (!failures.isEmpty()) {
            throw new Unfit(String.join("\n", failures));
        }
        return ExitCode.DONE;
    }

    /** Reads every file and checks its hash. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Reads the files that serve each task and checks them against the published hashes.")
    ExitCode verify(@Mixin Asked asked) throws InterruptedException {
        List<Done> done = new ArrayList<>();
        Subjects subjects = chosen(asked.ids, false);
        store().mustServe(subjects.tasks(), subjects.request());
        for (TaskDescriptor task : subjects.tasks()) {
            DataRecord record = store().prepare(task, subjects.request()).record();
            String how = record.verified() ? "every hash as published" : record.note();
            String line = "%,d rows, %s, from %s, %s"
                    .formatted(record.rows(), record.kind().json(), record.source(), how);
            done.add(Done.of(task, line, record.source(), null, record));
        }
        print(done);
        return ExitCode.DONE;
    }

    /** Writes synthetic stand-ins. */
    @Command(
            name = "synthesize",
            mixinStandardHelpOptions = true,
            description = "Writes synthetic stand-ins for the study's own files, in their formats, drawn from a seed.")
    ExitCode synthesize(
            @Mixin Asked asked,
            @Option(names = "--out", required = true, paramLabel = "DIR", description = "where the files go") Path out,
            @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "the seed (1)") long seed)
            throws IOException {
        List<Done> done = new ArrayList<>();
        for (TaskDescriptor task : chosen(asked.ids, false).tasks()) {
            if (asked.ids == null && !store().hasStandIns(task)) {
                continue;
            }
            for (String file : store().synthesize(task, out, seed)) {
                Path written = out.resolve(file);
                done.add(Done.of(task, written + ", SYNTHETIC, seed " + seed, "synthetic", written, null));
            }
        }
        print(done);
        return ExitCode.DONE;
    }

    /** Writes a picture of a data set. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Writes a PNG contact sheet of a task's images, the first of each class.")
    ExitCode show(
            @Parameters(
                            paramLabel = "TASK",
                            completionCandidates = Offered.Tasks.class,
                            description = "a task id of ./bench tasks, or a task file")
                    String id,
            @Option(names = "--out", paramLabel = "FILE", description = "the picture (TASK.png)") @Nullable Path out)
            throws IOException, InterruptedException {
        Subjects subject = chosen(List.of(id), true);
        TaskDescriptor task = subject.tasks().get(0);
        if (!task.input().image()) {
            throw new Usage("task", "one of images", task.id());
        }
        Path file = out == null ? Path.of(task.id() + ".png") : out;
        Output target = new Output("--out", file).apartFrom(List.of());
        if (target.isStandardOutput()) {
            throw new Usage("--out", "a file", file);
        }
        if (out == null && Files.exists(file)) {
            throw new Usage("--out", "given where there is a file " + file + " already", "none");
        }
        store().mustServe(subject.tasks(), subject.request());
        PreparedData data = store().prepare(task, subject.request());
        target.write(data.contactSheet(task.classes()));
        DataRecord record = data.record();
        String line = file + ", " + record.kind().json() + " images from " + record.source();
        print(List.of(Done.of(task, line, record.source(), file, record)));
        return ExitCode.DONE;
    }

    /**
     * What was done for a task.
     *
     * @param line for people
     */
    private record Done(
            String task,
            String line,
            String source,
            @Nullable String file,
            @Nullable DataRecord record) {
        static Done of(
                TaskDescriptor task, String what, String source, @Nullable Path file, @Nullable DataRecord record) {
            return new Done(task.id(), task.id() + ": " + what, source, file == null ? null : file.toString(), record);
        }
    }

    private void print(List<Done> done) {
        program.print(json, done, out -> done.forEach(one -> out.println(one.line())));
    }

    /** With task files, where their rows are. */
    private record Subjects(List<TaskDescriptor> tasks, DataRequest request) {
        Subjects {
            tasks = List.copyOf(tasks);
        }
    }

    private Subjects chosen(@Nullable List<String> named, boolean allowUnverified) {
        TaskCatalog.Chosen chosen = program.tasks(Objects.requireNonNullElse(named, List.of()));
        TaskCatalog catalog = chosen.catalog();
        Mistakes mistakes = new Mistakes();
        List<String> ids = mistakes.known("task", chosen.ids(), catalog.ids(), catalog.ids());
        Usage.refuse(mistakes);
        return new Subjects(
                catalog.all().stream().filter(task -> ids.contains(task.id())).toList(),
                new DataRequest(dataDir, allowUnverified, chosen.folders()));
    }

    private DataStore store() {
        return new DataStore(program.home().cache(), program::say);
    }
}
