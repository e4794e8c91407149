package io.enginebench.data.sources;

import io.enginebench.data.files.Bounded;
import io.enginebench.data.formats.EmojisText;
import io.enginebench.data.formats.NavigabilityPickle;
import io.enginebench.data.formats.Samples;
import io.enginebench.data.standins.SyntheticEmojis;
import io.enginebench.data.standins.SyntheticTerrain;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.Hashes;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.json.AtomicFile;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.DataRecord.DataFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One of the study's own two files. Any file of the format is taken, for people have their own; the study's is known by the
 * SHA-1 that git gave it.
 *
 * @param id the data set
 * @param file its name, in the study's repository and in a user's folder
 * @param others what else it is called in a user's folder
 * @param gitBlobSha1 of the study's file
 * @param atMost bytes a file of this format may have
 * @param repository where the study's files are, at one commit
 * @param parser of (name, content)
 * @param generator of a synthetic file
 */
record StudyFile(
        String id,
        String file,
        List<String> others,
        String gitBlobSha1,
        long atMost,
        URI repository,
        BiFunction<String, byte[], Samples> parser,
        Generator generator)
        implements DataSet {
    private static final URI REPOSITORY = URI.create(
            "https://raw.githubusercontent.com/ShoyChoy/clasificacion-profunda/2fc06a36dc4ebed9d39f931db1f78912350acbb4/");

    /** Writes a synthetic file from a seed. */
    @FunctionalInterface
    interface Generator {
        void write(Path file, long seed) throws IOException;
    }

    static StudyFile emojis() {
        return emojis(REPOSITORY);
    }

    static StudyFile emojis(URI repository) {
        return new StudyFile(
                "emojis",
                "emojis.txt",
                List.of(),
                "0b08d52ac6d932298a4226d41a1232afb035b6a6",
                128 << 20,
                repository,
                EmojisText::parse,
                SyntheticEmojis::write);
    }

    static StudyFile navigability() {
        return new StudyFile(
                "navigability",
                "navigability.obj",
                List.of("navigability.pkl", "navigability.pickle"),
                "6553ad8a910b63b5250f3168a176e7b6fc6121ea",
                64 << 20,
                REPOSITORY,
                NavigabilityPickle::parse,
                SyntheticTerrain::write);
    }

    @Override
    public List<String> files() {
        return List.of(file);
    }

    @Override
    public Optional<Path> find(Path folder, String name) {
        return UsualNames.find(
                folder, Stream.concat(Stream.of(name), others.stream()).toList());
    }

    @Override
    public PreparedData read(String task, DataStore.Place place, boolean allowUnverified) {
        byte[] content = Bounded.read(
                find(place.folder(), file)
                        .orElseThrow(() -> new BadInput(
                                "data folder must hold %s, got none in %s".formatted(file, place.folder()))),
                atMost);
        Samples samples = parser.apply(file, content);
        boolean study = Hashes.gitBlobSha1(content).equals(gitBlobSha1);
        String sha256 = Hashes.sha256(content);
        return new PreparedData(
                new DataRecord(
                        task,
                        samples.synthetic() ? DataKind.SYNTHETIC : DataKind.REAL,
                        place.source(),
                        study,
                        sha256,
                        samples.count(),
                        study,
                        List.of(new DataFile(file, content.length, sha256)),
                        samples.synthetic()
                                ? "synthetic stand-ins drawn by enginebench, not the study's images, so its figures are not comparable"
                                : study ? null : "not the study's own file, so its figures are not comparable"),
                Map.of(DataFiles.ALL, samples));
    }

    @Override
    public String fetch(Path folder, Consumer<String> say) throws InterruptedException {
        Path there = folder.resolve(file);
        if (Files.exists(there)
                && !Hashes.gitBlobSha1(Bounded.read(there, atMost)).equals(gitBlobSha1)) {
            throw new Usage(
                    there.toString(),
                    "the study's file or absent",
                    "another; next: move it away, --data-dir can name its folder");
        }
        URI address = repository.resolve(file);
        say.accept("fetching " + file + " from " + address);
        try {
            byte[] content = Download.get(address, atMost);
            String sha1 = Hashes.gitBlobSha1(content);
            if (!sha1.equals(gitBlobSha1)) {
                throw new IOException("git blob SHA-1 must be " + gitBlobSha1 + ", got " + sha1);
            }
            AtomicFile.write(Files.createDirectories(folder).resolve(file), content);
            return "study-repository";
        } catch (IOException e) {
            throw new Unfit(
                    "the study's " + file + " must be reachable, got: " + BenchException.messageOf(e)
                            + "; next: put it into a folder and pass --data-dir FOLDER; without it runs use synthetic stand-ins");
        }
    }

    /** The study's repository is a person's; a run does not go there unasked. */
    @Override
    public boolean fetchedByRuns() {
        return false;
    }

    @Override
    public void synthesize(Path folder, long seed) throws IOException {
        generator.write(Files.createDirectories(folder).resolve(file), seed);
    }
}
