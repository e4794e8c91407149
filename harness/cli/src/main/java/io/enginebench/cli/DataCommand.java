package io.enginebench.cli;

import com.github.freva.asciitable.HorizontalAlign;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.data.DataRequest;
import io.enginebench.data.DataStore;
import io.enginebench.data.DataStore.Place;
import io.enginebench.data.PreparedData;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows, fetches and checks data sets. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = {
            "Examples:",
            "  ./bench data                       which source serves each task",
            "  ./bench data fetch                 put the published files into the cache",
            "  ./bench data verify                read and check every file",
            "  ./bench data synthesize --out DIR  write the synthetic stand-ins",
            "  ./bench data show emojis           a picture of a data set",
            ""
        },
        description = "Shows which source serves each task's data.")
final class DataCommand implements Callable<Integer> {
    private static final String TASKS = "task ids; all by default";

    private final Program program;

    @Option(
            names = "--data-dir",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "look for data files here first")
    @Nullable
    Path dataDir;

    @Option(names = "--json", scope = CommandLine.ScopeType.INHERIT, description = "print JSON on standard output")
    boolean json;

    DataCommand(Program program) {
        this.program = program;
    }

    /**
     * Where a task's data would come from.
     *
     * @param source null if it would have to be fetched
     */
    private record Status(
            String task, String data, @Nullable String source, String detail) {}

    @Override
    public Integer call() {
        List<Status> statuses = new ArrayList<>();
        for (TaskDescriptor task : program.tasks().all()) {
            Optional<Place> place = store().locate(task, new DataRequest(dataDir, false));
            statuses.add(place.map(found -> new Status(
                            task.id(),
                            task.data(),
                            found.source(),
                            found.folder().toString()))
                    .orElseGet(() -> new Status(
                            task.id(),
                            task.data(),
                            null,
                            "not on this machine, " + store().otherwise(task) + "; next: ./bench data fetch")));
        }
        if (json) {
            program.out().print(Json.pretty(statuses));
        } else {
            TextTables.print(
                    program.out(),
                    List.of("task", "data", "source", "where"),
                    statuses.stream()
                            .map(status -> List.of(
                                    status.task(),
                                    status.data(),
                                    status.source() == null ? "none" : status.source(),
                                    status.detail()))
                            .toList(),
                    HorizontalAlign.LEFT);
        }
        program.out().flush();
        return 0;
    }

    /** Puts the published files of each task into the cache. */
    @Command(
            name = "fetch",
            mixinStandardHelpOptions = true,
            description = "Fetches the published files of each task into the cache and checks them.")
    int fetch(@Option(names = "--tasks", split = ",", paramLabel = "T", description = TASKS) @Nullable List<String> ids)
            throws InterruptedException {
        List<Done> done = new ArrayList<>();
        List<Unfit> failures = new ArrayList<>();
        for (TaskDescriptor task : chosen(ids)) {
            try {
                String source = store().fetch(task);
                done.add(new Done(task.id(), task.id() + ": fetched from " + source, source, null, null));
            } catch (Unfit e) {
                failures.add(e);
            }
        }
        print(done);
        if (!failures.isEmpty()) {
            throw new Unfit(String.join(
                    "\n", failures.stream().map(BenchException::messageOf).toList()));
        }
        return 0;
    }

    /** Reads every file and checks its hash. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Reads the files that serve each task and checks them against the published hashes.")
    int verify(
            @Option(names = "--tasks", split = ",", paramLabel = "T", description = TASKS) @Nullable List<String> ids)
            throws InterruptedException {
        List<Done> done = new ArrayList<>();
        for (TaskDescriptor task : chosen(ids)) {
            DataRecord record =
                    store().prepare(task, new DataRequest(dataDir, false)).record();
            done.add(new Done(
                    task.id(),
                    "%s: %,d rows, %s, from %s, %s"
                            .formatted(
                                    task.id(),
                                    record.rows(),
                                    record.kind().json(),
                                    record.source(),
                                    record.verified() ? "every hash as published" : record.note()),
                    record.source(),
                    null,
                    record));
        }
        print(done);
        return 0;
    }

    /** Writes synthetic stand-ins. */
    @Command(
            name = "synthesize",
            mixinStandardHelpOptions = true,
            description = "Writes synthetic stand-ins for the study's own files, in their formats, drawn from a seed.")
    int synthesize(
            @Option(names = "--tasks", split = ",", paramLabel = "T", description = TASKS) @Nullable List<String> ids,
            @Option(names = "--out", required = true, paramLabel = "DIR", description = "where the files go") Path out,
            @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "the seed (1)") long seed)
            throws IOException {
        List<Done> done = new ArrayList<>();
        for (TaskDescriptor task : chosen(ids)) {
            if (ids == null && !store().hasStandIns(task)) {
                continue;
            }
            for (String file : store().synthesize(task, out, seed)) {
                Path written = out.resolve(file);
                done.add(new Done(
                        task.id(),
                        task.id() + ": " + written + ", SYNTHETIC, seed " + seed,
                        "synthetic",
                        written.toString(),
                        null));
            }
        }
        print(done);
        return 0;
    }

    /** Writes a picture of a data set. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Writes a PNG contact sheet of a task's images, the first of each class.")
    int show(
            @Parameters(paramLabel = "TASK", description = "a task id of ./bench tasks") String id,
            @Option(names = "--out", paramLabel = "FILE", description = "the picture (TASK.png)") @Nullable Path out)
            throws IOException, InterruptedException {
        TaskDescriptor task = chosen(List.of(id)).get(0);
        PreparedData data = store().prepare(task, new DataRequest(dataDir, true));
        Path file = out == null ? Path.of(id + ".png") : out;
        data.writeContactSheet(task.classes(), file);
        print(List.of(new Done(
                task.id(),
                task.id() + ": " + file + ", " + data.record().kind().json() + " images from "
                        + data.record().source(),
                data.record().source(),
                file.toString(),
                data.record())));
        return 0;
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
            @Nullable DataRecord record) {}

    private void print(List<Done> done) {
        if (json) {
            program.out().print(Json.pretty(done));
        } else {
            done.forEach(one -> program.out().println(one.line()));
        }
        program.out().flush();
    }

    private List<TaskDescriptor> chosen(@Nullable List<String> ids) {
        TaskCatalog catalog = program.tasks();
        List<String> unknown = ids == null
                ? List.of()
                : ids.stream().filter(id -> !catalog.ids().contains(id)).toList();
        if (!unknown.isEmpty()) {
            throw new Usage(unknown.stream()
                    .map(id -> "task must be one of " + String.join(", ", catalog.ids()) + ", got '" + id + "'")
                    .toList());
        }
        return catalog.all().stream()
                .filter(task -> ids == null || ids.contains(task.id()))
                .toList();
    }

    private DataStore store() {
        return new DataStore(program.home().cache(), line -> {
            program.err().println("bench: " + line);
            program.err().flush();
        });
    }
}
