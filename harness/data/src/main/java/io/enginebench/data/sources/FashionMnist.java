package io.enginebench.data.sources;

import io.enginebench.data.formats.Idx;
import io.enginebench.data.formats.Samples;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.Scratch;
import io.enginebench.record.Hashes;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.json.AtomicFile;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.DataRecord.DataFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): 60,000 training and 10,000 test images of 28x28 grey pixels in ten classes,
 * as four IDX files, plain or gzipped.
 *
 * @param packageFolder where the Debian package puts its files
 * @param publisher the address of the files' folder, ending in a slash
 * @param debian whether packages can be unpacked here
 */
record FashionMnist(Path packageFolder, URI publisher, boolean debian) implements DataSet {
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

    /** The data set with the places that serve it on and off this machine. */
    FashionMnist() {
        this(PACKAGE_FOLDER, PUBLISHER, DebianPackage.available());
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
        return Optional.of(packageFolder);
    }

    @Override
    public boolean fetchedByRuns() {
        return true;
    }

    @Override
    public void synthesize(Path folder, long seed) {
        throw new Usage(List.of("data set must be one with synthetic stand-ins, got " + id() + ", which is public"));
    }

    /** Plain or gzipped. */
    @Override
    public Optional<Path> find(Path folder, String name) {
        return Stream.of(name, name + ".gz")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    @Override
    public PreparedData read(String task, DataStore.Place place, boolean allowUnverified) {
        Map<String, byte[]> contents = new HashMap<>();
        List<DataFile> found = new ArrayList<>();
        for (DataFile published : FILES) {
            Path file = find(place.folder(), published.name())
                    .orElseThrow(() -> new BadInput("data folder must hold " + published.name() + " or "
                            + published.name() + ".gz, got neither in " + place.folder()));
            byte[] content = Bounded.read(file, published.bytes());
            String sha256 = Hashes.sha256(content);
            if (!allowUnverified) {
                check(
                        file.toString(),
                        sha256,
                        published,
                        place.source().equals(DataStore.DATA_DIR)
                                ? "; --allow-unverified-data uses it all the same"
                                : "; next: delete it, then ./bench data fetch");
            }
            contents.put(published.name(), content);
            found.add(new DataFile(published.name(), content.length, sha256));
        }
        boolean verified = found.equals(FILES);
        Samples train = samples("train", contents);
        Samples test = samples("t10k", contents);
        return new PreparedData(
                new DataRecord(
                        task,
                        DataKind.REAL,
                        place.source(),
                        verified,
                        DataRecord.sha256Of(found),
                        train.count() + test.count(),
                        verified,
                        found,
                        verified ? null : "the files are not the published ones; they were allowed unverified"),
                Map.of(DataFiles.TRAIN, train, DataFiles.TEST, test));
    }

    private static void check(String name, String sha256, DataFile published, String next) {
        if (!sha256.equals(published.sha256())) {
            throw new BadInput("%s must have the SHA-256 %s uncompressed, got %s%s"
                    .formatted(name, published.sha256(), sha256, next));
        }
    }

    private static Samples samples(String part, Map<String, byte[]> contents) {
        String images = part + "-images-idx3-ubyte";
        String labels = part + "-labels-idx1-ubyte";
        Npy x = Idx.parse(images, Objects.requireNonNull(contents.get(images)), 3);
        Npy y = Idx.parse(labels, Objects.requireNonNull(contents.get(labels)), 1);
        int count = x.shape().get(0);
        if (count < 1 || !x.shape().equals(List.of(count, SIDE, SIDE))) {
            throw new BadInput(images + " must have one or more images of 28x28, got " + x.shape());
        }
        if (y.shape().get(0) != count) {
            throw new BadInput(labels + " must have as many labels as there are images, " + count + ", got "
                    + y.shape().get(0));
        }
        for (int i = 0; i < count; i++) {
            int label = y.values().get(i) & 0xff;
            if (label >= CLASSES) {
                throw new BadInput("label %d of %s must be 0..%d, got %d".formatted(i, labels, CLASSES - 1, label));
            }
        }
        return new Samples(Npy.ofBytes(List.of(count, 1, SIDE, SIDE), x.values()), y, false);
    }

    @Override
    public String fetch(Path folder, Consumer<String> say) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        try {
            say.accept("fetching " + id() + " from " + publisher);
            store(folder, (name, atMost) -> Download.get(publisher.resolve(name), atMost));
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
            store(folder, (name, atMost) -> Files.readAllBytes(unpacked.resolve(name)));
            return "apt-download";
        } finally {
            Scratch.delete(scratch);
        }
    }

    /** Where the gzipped files can be had by name. */
    private interface Origin {
        byte[] get(String name, long atMost) throws IOException, InterruptedException;
    }

    /** Puts each file into the cache whose content is the published one. */
    private static void store(Path folder, Origin origin) throws IOException, InterruptedException {
        for (DataFile published : FILES) {
            String name = published.name() + ".gz";
            byte[] gzipped = origin.get(name, published.bytes());
            byte[] content = Bounded.read(name, new ByteArrayInputStream(gzipped), published.bytes());
            check(name, Hashes.sha256(content), published, "");
            AtomicFile.write(Files.createDirectories(folder).resolve(name), gzipped);
        }
    }
}
