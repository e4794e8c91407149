package io.enginebench.data.sources;

import io.enginebench.data.files.TaskFolder;
import io.enginebench.data.formats.RowChecks;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Scratch;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.TaskData;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds a task's data: a task file's own folder, or the user's folder, the cache, a system package's folder, and then, as the data set has it, the
 * publisher or synthetic stand-ins.
 */
public final class DataStore {
    /** The source name of the user's own folder in a data record. */
    static final String DATA_DIR = "data-dir";

    /** The source name of a user's own files in a data record. */
    static final String TASK_FILE = "task-file";

    private static final String SYNTHETIC = "synthetic";
    /** The stand-ins that runs use, the same in every run. */
    private static final long SYNTHETIC_SEED = 1;

    private final Path cache;
    private final List<DataSet> dataSets;
    private final Consumer<String> say;

    /**
     * The store of this machine.
     *
     * @param cache the folder for downloads
     * @param say told of slow steps, one line each
     */
    public DataStore(Path cache, Consumer<String> say) {
        this(
                cache,
                List.of(
                        FashionMnist.dataSet(),
                        StudyFile.emojis(),
                        StudyFile.navigability(),
                        Digits.dataSet(),
                        SpamAssassin.dataSet()),
                say);
    }

    DataStore(Path cache, List<DataSet> dataSets, Consumer<String> say) {
        this.cache = cache.resolve("data");
        this.dataSets = List.copyOf(dataSets);
        this.say = say;
    }

    /**
     * A place that can serve a task.
     *
     * @param source {@code data-dir}, {@code cache}, {@code debian-package}, …
     */
    public record Place(String source, Path folder) {}

    /**
     * The first place on this machine that has the task's files; empty if there is none.
     *
     * @throws BadInput if the user's folder has some of the files but not all
     */
    public Optional<Place> locate(TaskDescriptor task, DataRequest request) {
        if (task.data() instanceof OwnData) {
            return Optional.of(new Place(TASK_FILE, ownFolder(task, request).path()));
        }
        DataSet set = setOf(task);
        if (request.folder() != null) {
            if (!Files.isDirectory(request.folder())) {
                throw new BadInput("--data-dir must be a folder, got " + request.folder());
            }
            List<String> missing = set.missing(request.folder());
            if (missing.isEmpty()) {
                return Optional.of(new Place(DATA_DIR, request.folder()));
            }
            if (missing.size() < set.files().size()) {
                throw new BadInput("--data-dir must hold all files of " + set.id() + " or none, got " + request.folder()
                        + " without " + String.join(", ", missing));
            }
            say.accept("--data-dir has no file of " + set.id() + "; looking elsewhere");
        }
        List<Place> places = new ArrayList<>(List.of(new Place("cache", cached(set))));
        set.installed().ifPresent(folder -> places.add(new Place("debian-package", folder)));
        return places.stream()
                .filter(place -> set.missing(place.folder()).isEmpty())
                .findFirst();
    }

    /**
     * Refuses a user's folder that has nothing of any of the tasks: other rows would be used in its place.
     *
     * @throws BadInput if it has not
     */
    public void mustServe(List<TaskDescriptor> tasks, DataRequest request) {
        Path folder = request.folder();
        List<DataSet> sets = tasks.stream()
                .filter(task -> task.data() instanceof TaskData.Known)
                .map(this::setOf)
                .distinct()
                .toList();
        if (folder != null
                && Files.isDirectory(folder)
                && sets.stream()
                        .allMatch(
                                set -> set.missing(folder).size() == set.files().size())) {
            throw new BadInput("--data-dir must have files of %s, got %s without any of %s"
                    .formatted(
                            sets.isEmpty()
                                    ? "a task that reads it"
                                    : String.join(
                                            ", ", sets.stream().map(DataSet::id).toList()),
                            folder,
                            String.join(
                                    ", ",
                                    sets.stream()
                                            .flatMap(set -> set.files().stream())
                                            .toList())));
        }
    }

    /** Whether {@link #prepare} has real rows of the task, from this machine or fetched. */
    public boolean canBeHad(TaskDescriptor task, DataRequest request) {
        return locate(task, request).isPresent() || setOf(task).fetchedByRuns();
    }

    /** What {@link #prepare} will do for a task that {@link #locate} finds nowhere, in a few words. */
    public String otherwise(TaskDescriptor task) {
        return setOf(task).fetchedByRuns() ? "will be fetched" : "runs use synthetic stand-ins";
    }

    /**
     * The task's rows, fetched or drawn if need be.
     *
     * @throws BadInput if a file is not what it must be
     * @throws io.enginebench.ground.BenchException.Unfit if no source can be reached
     */
    public PreparedData prepare(TaskDescriptor task, DataRequest request) throws InterruptedException {
        PreparedData prepared = read(task, request);
        RowChecks.check(task, prepared.parts());
        return prepared;
    }

    private PreparedData read(TaskDescriptor task, DataRequest request) throws InterruptedException {
        if (task.data() instanceof OwnData own) {
            return OwnFiles.read(task, own, ownFolder(task, request));
        }
        DataSet set = setOf(task);
        Optional<Place> place = locate(task, request);
        if (place.isPresent()) {
            return set.read(
                    task.id(),
                    place.get(),
                    request.allowUnverified() && place.get().source().equals(DATA_DIR));
        }
        if (set.fetchedByRuns()) {
            return set.read(task.id(), new Place(fetch(task), cached(set)), false);
        }
        say.accept(task.id() + ": " + String.join(", ", set.files())
                + " is not on this machine (next: ./bench data fetch); using SYNTHETIC stand-ins of seed "
                + SYNTHETIC_SEED);
        try (Scratch scratch = Scratch.of("synthetic")) {
            set.synthesize(scratch.path(), SYNTHETIC_SEED);
            return set.read(task.id(), new Place(SYNTHETIC, scratch.path()), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Fetches the task's published files into the cache, checked, and returns where they came from.
     *
     * @throws io.enginebench.ground.BenchException.Unfit if no source can be reached or none has the published files
     */
    public String fetch(TaskDescriptor task) throws InterruptedException {
        DataSet set = setOf(task);
        return set.fetch(cached(set), say);
    }

    /** Whether {@link #synthesize} has something to write for the task. */
    public boolean hasStandIns(TaskDescriptor task) {
        return !setOf(task).fetchedByRuns();
    }

    /**
     * Writes the task's synthetic stand-ins and returns the files' names.
     *
     * @param seed the same gives the same bytes
     * @throws Usage if a file is already there, for it may be somebody's real one
     */
    public List<String> synthesize(TaskDescriptor task, Path folder, long seed) throws IOException {
        DataSet set = setOf(task);
        for (String file : set.files()) {
            if (Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
                throw new Usage(List.of("--out must be a folder without " + file + ", got " + folder));
            }
        }
        set.synthesize(folder, seed);
        return set.files();
    }

    private Path cached(DataSet set) {
        return cache.resolve(set.id());
    }

    /** A task file's rows are where its file is, which is no part of the task. */
    private static TaskFolder ownFolder(TaskDescriptor task, DataRequest request) {
        TaskFolder folder = request.taskFolders().get(task.id());
        if (folder == null) {
            throw new Usage(
                    "task " + task.id(),
                    "named by its file, --tasks FILE.json, which tells where its data is",
                    "no file");
        }
        return folder;
    }

    private DataSet setOf(TaskDescriptor task) {
        if (!(task.data() instanceof TaskData.Known known)) {
            throw new Usage("task", "one of enginebench's own, for its data is fetched or drawn", task.id());
        }
        return dataSets.stream()
                .filter(set -> set.id().equals(known.id()))
                .findFirst()
                .orElseThrow(() -> new BadInput("data of task " + task.id() + " must be one of "
                        + String.join(", ", dataSets.stream().map(DataSet::id).toList()) + ", got '" + known.id()
                        + "'"));
    }
}
