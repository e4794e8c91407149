package io.enginebench.cli;

import com.github.freva.asciitable.HorizontalAlign;
import io.enginebench.campaign.data.DataRequest;
import io.enginebench.campaign.data.DataStore;
import io.enginebench.campaign.data.DataStore.Place;
import io.enginebench.results.json.Json;
import io.enginebench.results.run.DataRecord;
import io.enginebench.results.task.TaskDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
            ""
        },
        description = "Shows which source serves each task's data.")
final class DataCommand implements Callable<Integer> {
    private final Program program;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "look for data files here first")
    @Nullable
    Path dataDir;

    @Option(names = "--json", description = "print JSON on standard output")
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
                    .orElseGet(() ->
                            new Status(task.id(), task.data(), null, "not on this machine; next: ./bench data fetch")));
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
    int fetch() throws InterruptedException {
        for (TaskDescriptor task : program.tasks().all()) {
            program.out().println(task.id() + ": fetched from " + store().fetch(task));
        }
        program.out().flush();
        return 0;
    }

    /** Reads every file and checks its hash. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Reads the files that serve each task and checks them against the published hashes.")
    int verify() throws InterruptedException {
        for (TaskDescriptor task : program.tasks().all()) {
            DataRecord record =
                    store().prepare(task, new DataRequest(dataDir, false)).record();
            program.out()
                    .println("%s: %,d rows from %s, every SHA-256 as published"
                            .formatted(task.id(), record.rows(), record.source()));
        }
        program.out().flush();
        return 0;
    }

    private DataStore store() {
        return new DataStore(program.home().cache(), line -> {
            program.err().println("bench: " + line);
            program.err().flush();
        });
    }
}
