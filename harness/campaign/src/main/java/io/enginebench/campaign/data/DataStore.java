package io.enginebench.campaign.data;

import io.enginebench.campaign.BenchException;
import io.enginebench.campaign.BenchException.BadInput;
import io.enginebench.campaign.BenchException.Unfit;
import io.enginebench.results.json.AtomicFile;
import io.enginebench.results.run.DataRecord.DataFile;
import io.enginebench.results.task.TaskDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds a task's data: the user's folder, the cache, the Debian package's folder, the publisher over HTTPS, and where that
 * is out of reach the Debian package itself.
 */
public final class DataStore {
    /** The source names of a result's data records. */
    static final String DATA_DIR = "data-dir";

    private static final String DEBIAN = "dataset-fashion-mnist";
    private static final Path DEBIAN_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");
    private static final URI PUBLISHER =
            URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/");

    private final Path cache;
    private final Path installed;
    private final URI publisher;
    private final boolean debian;
    private final Consumer<String> say;

    /**
     * The store of this machine.
     *
     * @param cache the folder for downloads
     * @param say told of slow steps, one line each
     */
    public DataStore(Path cache, Consumer<String> say) {
        this(cache, DEBIAN_FOLDER, PUBLISHER, DebianPackage.available(), say);
    }

    DataStore(Path cache, Path installed, URI publisher, boolean debian, Consumer<String> say) {
        this.cache = cache.resolve("data");
        this.installed = installed;
        this.publisher = publisher;
        this.debian = debian;
        this.say = say;
    }

    /**
     * A place that can serve a task.
     *
     * @param source {@code data-dir}, {@code cache} or {@code debian-package}
     */
    public record Place(String source, Path folder) {}

    /**
     * The first place on this machine that has the task's files; empty if they would have to be fetched.
     *
     * @throws BadInput if the user's folder has some of the files but not all
     */
    public Optional<Place> locate(TaskDescriptor task, DataRequest request) {
        checkFormat(task);
        if (request.folder() != null) {
            if (!Files.isDirectory(request.folder())) {
                throw new BadInput("--data-dir must be a folder, got " + request.folder());
            }
            List<String> missing = FashionMnist.missing(request.folder());
            if (missing.isEmpty()) {
                return Optional.of(new Place(DATA_DIR, request.folder()));
            }
            if (missing.size() < FashionMnist.FILES.size()) {
                throw new BadInput("--data-dir must hold all four files of " + task.data() + " or none, got "
                        + request.folder() + " without " + String.join(", ", missing));
            }
            say.accept("--data-dir has no files of " + task.data() + "; looking elsewhere");
        }
        return Stream.of(new Place("cache", cache.resolve(task.data())), new Place("debian-package", installed))
                .filter(place -> FashionMnist.missing(place.folder()).isEmpty())
                .findFirst();
    }

    /**
     * The task's rows, fetched if need be.
     *
     * @throws BadInput if a file is not what it must be
     * @throws Unfit if no source can be reached
     */
    public PreparedData prepare(TaskDescriptor task, DataRequest request) throws InterruptedException {
        Optional<Place> place = locate(task, request);
        if (place.isPresent()) {
            boolean lenient = request.allowUnverified() && place.get().source().equals(DATA_DIR);
            return FashionMnist.read(
                    task.id(), place.get().folder(), place.get().source(), lenient);
        }
        String source = fetch(task);
        return FashionMnist.read(task.id(), cache.resolve(task.data()), source, false);
    }

    /**
     * Fetches the task's files into the cache, checked, and returns where they came from: {@code publisher} or {@code
     * apt-download}.
     *
     * @throws Unfit if no source can be reached or none has the published files
     */
    public String fetch(TaskDescriptor task) throws InterruptedException {
        checkFormat(task);
        List<String> failures = new ArrayList<>();
        try {
            say.accept("fetching " + task.data() + " from " + publisher);
            for (DataFile file : FashionMnist.FILES) {
                String name = file.name() + ".gz";
                store(task, name, Download.get(publisher.resolve(name), file.bytes()), file);
            }
            return "publisher";
        } catch (IOException | BadInput e) {
            failures.add("publisher: " + BenchException.messageOf(e));
        }
        if (debian) {
            try {
                return fetchFromDebian(task);
            } catch (IOException | BadInput e) {
                failures.add("apt-get: " + BenchException.messageOf(e));
            }
        }
        throw new Unfit(
                "%s must be reachable, got %s; next: put its four files into a folder and pass --data-dir FOLDER%s"
                        .formatted(
                                task.data(),
                                String.join("; ", failures),
                                debian ? ", or: sudo apt-get install " + DEBIAN : ""));
    }

    private String fetchFromDebian(TaskDescriptor task) throws IOException, InterruptedException {
        say.accept("the publisher is out of reach; taking " + task.data() + " from the Debian package " + DEBIAN);
        Path scratch = Files.createTempDirectory("enginebench-deb");
        try {
            Path folder =
                    DebianPackage.unpack(DEBIAN, scratch).resolve(Path.of("/").relativize(DEBIAN_FOLDER));
            for (DataFile file : FashionMnist.FILES) {
                String name = file.name() + ".gz";
                store(task, name, Files.readAllBytes(folder.resolve(name)), file);
            }
            return "apt-download";
        } finally {
            delete(scratch);
        }
    }

    /** Puts a file into the cache if its content is the published one. */
    private void store(TaskDescriptor task, String name, byte[] gzipped, DataFile published) throws IOException {
        Path folder = Files.createDirectories(cache.resolve(task.data()));
        Path arrived = Files.createTempFile(folder, "arrived", ".gz");
        try {
            Files.write(arrived, gzipped);
            String sha256 = Hashes.sha256(FashionMnist.content(arrived, published.bytes()));
            if (!sha256.equals(published.sha256())) {
                throw new BadInput(
                        name + " must have the SHA-256 " + published.sha256() + " uncompressed, got " + sha256);
            }
            AtomicFile.write(folder.resolve(name), gzipped);
        } finally {
            Files.deleteIfExists(arrived);
        }
    }

    private static void checkFormat(TaskDescriptor task) {
        if (!task.data().equals("fashion-mnist")) {
            throw new BadInput("data of task " + task.id() + " must be fashion-mnist, got '" + task.data() + "'");
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
