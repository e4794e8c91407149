package io.enginebench.data;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Hashes;
import io.enginebench.ground.Scratch;
import io.enginebench.record.array.Npy;
import io.enginebench.record.json.AtomicFile;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.DataRecord.DataFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): 60,000 training and 10,000 test images of 28x28 grey pixels in ten classes,
 * as four IDX files, plain or gzipped.
 */
final class FashionMnist implements DataSet {
    /** The four files with the SHA-256 of their uncompressed content, as the publisher and Debian ship them. */
    static final List<DataFile> FILES = List.of(
            new DataFile(
                    "train-images-idx3-ubyte",
                    47_040_016,
                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            new DataFile(
                    "train-labels-idx1-ubyte",
                    60_008,
                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            new DataFile(
                    "t10k-images-idx3-ubyte",
                    7_840_016,
                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            new DataFile(
                    "t10k-labels-idx1-ubyte",
                    10_008,
                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));

    private static final int SIDE = 28;
    private static final int CLASSES = 10;

    private static final String PACKAGE = "dataset-fashion-mnist";
    private static final Path PACKAGE_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");
    private static final URI PUBLISHER =
            URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/");

    private final Path installed;
    private final URI publisher;
    private final boolean debian;

    /** The data set with the places that serve it on and off this machine. */
    FashionMnist() {
        this(PACKAGE_FOLDER, PUBLISHER, DebianPackage.available());
    }

    /**
     * The data set with other places.
     *
     * @param installed where the Debian package puts its files
     * @param publisher the address of the files' folder, ending in a slash
     * @param debian whether packages can be unpacked here
     */
    FashionMnist(Path installed, URI publisher, boolean debian) {
        this.installed = installed;
        this.publisher = publisher;
        this.debian = debian;
    }

    @Override
    public String id() {
        return "fashion-mnist";
    }

    @Override
    public List<String> files() {
        return FILES.stream().map(DataFile::name).toList();
    }

    @Override
    public Optional<Path> installed() {
        return Optional.of(installed);
    }

    @Override
    public boolean fetchedByRuns() {
        return true;
    }

    @Override
    public void synthesize(Path folder, long seed) {
        throw new Usage(List.of("data set must be one with synthetic stand-ins, got " + id() + ", which is public"));
    }

    /** The file of that name in the folder, plain or gzipped, if it is there. */
    static Optional<Path> find(Path folder, String name) {
        for (String candidate : List.of(name, name + ".gz")) {
            if (Files.isRegularFile(folder.resolve(candidate))) {
                return Optional.of(folder.resolve(candidate));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> missing(Path folder) {
        return files().stream().filter(name -> find(folder, name).isEmpty()).toList();
    }

    @Override
    public PreparedData read(String task, DataStore.Place place, boolean allowUnverified) {
        Path folder = place.folder();
        String source = place.source();
        Map<String, byte[]> contents = new HashMap<>();
        List<DataFile> found = new ArrayList<>();
        for (DataFile published : FILES) {
            Path file = find(folder, published.name())
                    .orElseThrow(() -> new BadInput("data folder must hold " + published.name() + " or "
                            + published.name() + ".gz, got neither in " + folder));
            byte[] content = content(file, published.bytes());
            String sha256 = Hashes.sha256(content);
            if (!sha256.equals(published.sha256()) && !allowUnverified) {
                throw new BadInput("%s must have the SHA-256 %s uncompressed, got %s; %s"
                        .formatted(
                                file,
                                published.sha256(),
                                sha256,
                                source.equals(DataStore.DATA_DIR)
                                        ? "--allow-unverified-data uses it all the same"
                                        : "next: delete it, then ./bench data fetch"));
            }
            contents.put(published.name(), content);
            found.add(new DataFile(published.name(), content.length, sha256));
        }
        boolean verified = found.equals(FILES);
        Map<String, Npy> arrays = new HashMap<>();
        int rows = 0;
        for (String part : List.of("train", "t10k")) {
            String images = part + "-images-idx3-ubyte";
            String labels = part + "-labels-idx1-ubyte";
            Idx x = Idx.parse(images, Objects.requireNonNull(contents.get(images)), 3);
            Idx y = Idx.parse(labels, Objects.requireNonNull(contents.get(labels)), 1);
            int count = x.shape().get(0);
            if (count < 1 || x.shape().get(1) != SIDE || x.shape().get(2) != SIDE) {
                throw new BadInput(images + " must have one or more images of 28x28, got " + x.shape());
            }
            if (y.shape().get(0) != count) {
                throw new BadInput(labels + " must have as many labels as there are images, " + count + ", got "
                        + y.shape().get(0));
            }
            checkLabels(labels, y.values());
            String prefix = part.equals("train") ? "train_" : "test_";
            arrays.put(prefix + "x", Npy.ofBytes(List.of(count, 1, SIDE, SIDE), x.values()));
            arrays.put(prefix + "y", Npy.ofBytes(List.of(count), y.values()));
            rows += count;
        }
        return new PreparedData(
                new DataRecord(
                        task,
                        DataKind.REAL,
                        source,
                        verified,
                        DataRecord.sha256Of(found),
                        rows,
                        verified,
                        found,
                        verified ? null : "the files are not the published ones; they were allowed unverified"),
                arrays);
    }

    @Override
    public String fetch(Path folder, Consumer<String> say) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        try {
            say.accept("fetching " + id() + " from " + publisher);
            for (DataFile file : FILES) {
                String name = file.name() + ".gz";
                store(folder, name, Download.get(publisher.resolve(name), file.bytes()), file);
            }
            return "publisher";
        } catch (IOException | BadInput e) {
            failures.add("publisher: " + BenchException.messageOf(e));
        }
        if (debian) {
            try {
                return fetchFromDebian(folder, say);
            } catch (IOException | BadInput e) {
                failures.add("apt-get: " + BenchException.messageOf(e));
            }
        }
        throw new Unfit(
                "%s must be reachable, got %s; next: put its four files into a folder and pass --data-dir FOLDER%s"
                        .formatted(
                                id(),
                                String.join("; ", failures),
                                debian ? ", or: sudo apt-get install " + PACKAGE : ""));
    }

    private String fetchFromDebian(Path folder, Consumer<String> say) throws IOException, InterruptedException {
        say.accept("the publisher is out of reach; taking " + id() + " from the Debian package " + PACKAGE);
        Path scratch = Files.createTempDirectory("enginebench-deb");
        try {
            Path unpacked =
                    DebianPackage.unpack(PACKAGE, scratch).resolve(Path.of("/").relativize(PACKAGE_FOLDER));
            for (DataFile file : FILES) {
                String name = file.name() + ".gz";
                store(folder, name, Files.readAllBytes(unpacked.resolve(name)), file);
            }
            return "apt-download";
        } finally {
            Scratch.delete(scratch);
        }
    }

    /** Puts a file into the cache if its content is the published one. */
    private static void store(Path folder, String name, byte[] gzipped, DataFile published) throws IOException {
        Files.createDirectories(folder);
        Path arrived = Files.createTempFile(folder, "arrived", ".gz");
        try {
            Files.write(arrived, gzipped);
            String sha256 = Hashes.sha256(content(arrived, published.bytes()));
            if (!sha256.equals(published.sha256())) {
                throw new BadInput(
                        name + " must have the SHA-256 " + published.sha256() + " uncompressed, got " + sha256);
            }
            AtomicFile.write(folder.resolve(name), gzipped);
        } finally {
            Files.deleteIfExists(arrived);
        }
    }

    /**
     * A file's uncompressed content, read no further than one byte past {@code atMost}, so that neither a large file nor a
     * gzip bomb takes more memory than the published file would.
     */
    static byte[] content(Path file, long atMost) {
        try (InputStream in = open(file)) {
            byte[] content = in.readNBytes(Math.toIntExact(atMost + 1));
            if (content.length > atMost) {
                throw new BadInput(file + " must have at most " + atMost + " bytes uncompressed, got more");
            }
            return content;
        } catch (EOFException | ZipException e) {
            throw new BadInput(file + " must be a whole gzip file, got: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        try {
            return file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static void checkLabels(String name, ByteBuffer labels) {
        for (int i = labels.position(); i < labels.limit(); i++) {
            int label = labels.get(i) & 0xff;
            if (label >= CLASSES) {
                throw new BadInput("label " + (i - labels.position()) + " of " + name + " must be 0.." + (CLASSES - 1)
                        + ", got " + label);
            }
        }
    }
}
