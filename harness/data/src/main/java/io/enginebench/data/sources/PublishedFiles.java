package io.enginebench.data.sources;

import io.enginebench.data.files.Bounded;
import io.enginebench.data.formats.Samples;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A public data set whose every file is known by its SHA-256.
 *
 * @param id the data set
 * @param published its files, the hash being that of the uncompressed content
 * @param packing what origins add to the names: {@code .gz}, or nothing
 * @param installed where a system package puts them, if there is one
 * @param origins asked one after the other
 * @param study whether it is the study's
 * @param parser of the contents by name
 */
record PublishedFiles(
        String id,
        List<DataFile> published,
        String packing,
        Optional<Path> installed,
        List<Origin> origins,
        boolean study,
        Function<Map<String, byte[]>, Map<DataFiles, Samples>> parser)
        implements DataSet {
    /** What gzip may add to content that it cannot pack. */
    private static final long OVERHEAD = 1 << 16;

    PublishedFiles {
        published = List.copyOf(published);
        origins = List.copyOf(origins);
    }

    @Override
    public List<String> files() {
        return published.stream().map(DataFile::name).toList();
    }

    @Override
    public boolean fetchedByRuns() {
        return true;
    }

    @Override
    public void synthesize(Path folder, long seed) {
        throw new Usage(List.of("data set must be one with synthetic stand-ins, got " + id() + ", which is public"));
    }

    @Override
    public PreparedData read(String task, DataStore.Place place, boolean allowUnverified) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        Map<String, Path> places = new LinkedHashMap<>();
        for (DataFile file : published) {
            Path there = find(place.folder(), file.name())
                    .orElseThrow(() -> new BadInput("data folder must hold %s%s, got %s in %s"
                            .formatted(
                                    file.name(),
                                    packing.isEmpty() ? "" : " or " + file.name() + packing,
                                    packing.isEmpty() ? "none" : "neither",
                                    place.folder())));
            places.put(file.name(), there);
            contents.put(file.name(), Bounded.read(there, file.bytes()));
        }
        // Before any hash, for a file that was cut or swapped has a better reason than that its hash is another.
        Map<DataFiles, Samples> parts = parser.apply(contents);
        List<DataFile> found = new ArrayList<>();
        contents.forEach((name, content) -> found.add(new DataFile(name, content.length, Hashes.sha256(content))));
        if (!allowUnverified) {
            for (int i = 0; i < found.size(); i++) {
                DataFile file = published.get(i);
                check(
                        String.valueOf(places.get(file.name())),
                        found.get(i).sha256(),
                        file,
                        place.source().equals(DataStore.DATA_DIR)
                                ? "; --allow-unverified-data uses it all the same"
                                : "; next: delete it, then ./bench data fetch");
            }
        }
        boolean verified = found.equals(published);
        return new PreparedData(
                new DataRecord(
                        task,
                        DataKind.REAL,
                        place.source(),
                        verified,
                        DataRecord.sha256Of(found),
                        parts.values().stream().mapToInt(Samples::count).sum(),
                        study && verified,
                        found,
                        verified ? null : "the files are not the published ones; they were allowed unverified"),
                parts);
    }

    private static void check(String name, String sha256, DataFile published, String next) {
        if (!sha256.equals(published.sha256())) {
            throw new BadInput("%s must have the SHA-256 %s%s, got %s%s"
                    .formatted(
                            name,
                            published.sha256(),
                            published.name().endsWith(".tgz") ? "" : " uncompressed",
                            sha256,
                            next));
        }
    }

    @Override
    public String fetch(Path folder, Consumer<String> say) throws InterruptedException {
        Map<String, Long> wanted = new LinkedHashMap<>();
        published.forEach(file -> wanted.put(file.name() + packing, file.bytes() + OVERHEAD));
        List<String> failures = new ArrayList<>();
        for (Origin origin : origins) {
            try {
                say.accept(
                        failures.isEmpty()
                                ? origin.announcement(id)
                                : origins.get(0).asked() + " is out of reach; " + origin.announcement(id));
                origin.get(wanted, (name, content) -> store(folder, name, content));
                return origin.name();
            } catch (IOException | BadInput e) {
                failures.add(origin.asked() + ": " + BenchException.messageOf(e));
            }
        }
        throw new Unfit("%s must be reachable, got %s; next: put %s into a folder and pass --data-dir FOLDER%s"
                .formatted(
                        id,
                        String.join("; ", failures),
                        published.size() == 1 ? published.get(0).name() : "its " + published.size() + " files",
                        origins.stream()
                                .flatMap(origin -> origin.byHand().stream())
                                .map(hand -> ", or: " + hand)
                                .collect(Collectors.joining())));
    }

    /** Puts a file into the cache if its content is the published one. */
    private void store(Path folder, String name, byte[] packed) throws IOException {
        for (DataFile file : published) {
            if (name.equals(file.name() + packing)) {
                byte[] content = Bounded.read(name, new ByteArrayInputStream(packed), file.bytes());
                check(name, Hashes.sha256(content), file, "");
                AtomicFile.write(Files.createDirectories(folder).resolve(name), packed);
            }
        }
    }
}
