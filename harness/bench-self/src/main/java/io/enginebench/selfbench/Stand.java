package io.enginebench.selfbench;

import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.plan.TaskNetwork;
import io.enginebench.campaign.prepare.HostLock;
import io.enginebench.campaign.prepare.Recordings;
import io.enginebench.campaign.process.ModelsProcess;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.data.formats.Samples;
import io.enginebench.data.sources.DataRequest;
import io.enginebench.data.sources.DataStore;
import io.enginebench.data.sources.PreparedData;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.Home;
import io.enginebench.ground.ProgramInUse;
import io.enginebench.ground.Scratch;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What every measurement here starts from: the machine to itself, a task, and a folder for what the processes leave. */
final class Stand implements AutoCloseable {
    private final ModelsProcess models;
    private final Tuning tuning;
    private final TaskDescriptor task;
    private final Consumer<String> say;
    private final HostLock lock;
    private final ProgramInUse used;
    private final Scratch scratch;
    private @Nullable PreparedData prepared;

    private Stand(
            ModelsProcess models,
            Tuning tuning,
            TaskDescriptor task,
            Consumer<String> say,
            HostLock lock,
            ProgramInUse used,
            Scratch scratch) {
        this.models = models;
        this.tuning = tuning;
        this.task = task;
        this.say = say;
        this.lock = lock;
        this.used = used;
        this.scratch = scratch;
    }

    /**
     * Takes the machine.
     *
     * @param tuning of enginebench's own side
     * @param task an id
     * @param say told where rows come from
     */
    static Stand take(Tuning tuning, String task, Consumer<String> say) throws IOException {
        Path root = Path.of(System.getProperty("enginebench.home", "")).toAbsolutePath();
        Home home = new Home(
                root, Path.of(System.getProperty("enginebench.program", root.toString())), Home.cache(System.getenv()));
        List<TaskDescriptor> all = TaskCatalog.read(home).all();
        TaskDescriptor chosen = all.stream()
                .filter(one -> one.id().equals(task))
                .findFirst()
                .orElseThrow(() -> new BadInput("task must be one of "
                        + all.stream().map(TaskDescriptor::id).toList() + ", got '" + task + "'"));
        return new Stand(
                new ModelsProcess(home),
                tuning,
                chosen,
                say,
                HostLock.take(),
                ProgramInUse.of(home.program()),
                Scratch.of("self"));
    }

    /** Which has the folders too, and records a network once. */
    ModelsProcess models() {
        return models;
    }

    Home home() {
        return models.home();
    }

    Tuning tuning() {
        return tuning;
    }

    TaskDescriptor task() {
        return task;
    }

    /** For what the processes leave. */
    Path folder() {
        return scratch.path();
    }

    /** A folder with the task's rows, the test rows no more than so many. */
    Path data(int testRows) throws IOException, InterruptedException {
        Path data = folder().resolve("data-" + testRows);
        if (!Files.exists(data)) {
            Map<DataFiles, Samples> parts = new HashMap<>(prepared().parts());
            parts.computeIfPresent(DataFiles.TEST, (part, samples) -> first(samples, testRows));
            new PreparedData(prepared().record(), parts).write(data.resolve(task.id()));
        }
        return data;
    }

    /**
     * How many rows the task has in a part.
     *
     * @throws BadInput if it has no such part
     */
    int rows(DataFiles part) throws IOException, InterruptedException {
        Samples rows = prepared().parts().get(part);
        if (rows == null) {
            throw new BadInput("task must be one with test rows of its own, got '" + task.id() + "', which has folds");
        }
        return rows.count();
    }

    private PreparedData prepared() throws IOException, InterruptedException {
        if (prepared == null) {
            prepared = new DataStore(home().cache(), say).prepare(task, new DataRequest(null, false));
        }
        return prepared;
    }

    private static Samples first(Samples samples, int count) {
        if (count > samples.count()) {
            throw new BadInput("test rows must be at most " + samples.count() + ", got " + count);
        }
        int[] rows = IntStream.range(0, count).toArray();
        return new Samples(samples.x().at(rows), samples.y().at(rows), samples.synthetic());
    }

    /** What a network of the task is. */
    ModelRecord network(String model) throws IOException, InterruptedException {
        TaskNetwork network = new TaskNetwork(task, model);
        return Objects.requireNonNull(
                Recordings.of(List.of(network), models).byNetwork().get(network));
    }

    @Override
    public void close() throws IOException {
        scratch.close();
        used.close();
        lock.close();
    }
}
