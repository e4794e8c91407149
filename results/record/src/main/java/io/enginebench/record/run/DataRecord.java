package io.enginebench.record.run;

import io.enginebench.record.Check;
import io.enginebench.record.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's rows came from.
 *
 * @param source {@code data-dir}, {@code cache}, {@code debian-package}, {@code publisher}, {@code apt-download}, …
 * @param verified whether every file has the published hash
 * @param sha256 of the file, or of the concatenated hashes of several
 * @param rows training and test rows together
 * @param study whether these are the very rows the study used, so that its figures may stand beside a result
 * @param note what a reader should know, in one sentence
 */
public record DataRecord(
        String task,
        DataKind kind,
        String source,
        boolean verified,
        String sha256,
        int rows,
        boolean study,
        List<DataFile> files,
        @Nullable String note) {
    /** Of the emojis and of the terrain, which are drawn from one seed. */
    private static final Set<String> STAND_INS = Set.of(
            "122a2bfa08a9ab3c7328288ddd4738942d0e941619ab08ba6728b6ce959c6bd0",
            "f30586d6502e018b90705fcba09b37716de8e88fe655bd6c922a0a991ddecd64");

    public DataRecord {
        files = List.copyOf(files);
        Check.that(!study || kind == DataKind.REAL, "study's data", "real", kind.json());
    }

    /** Whether its rows are the stand-ins that enginebench draws for the study's own, whatever it calls itself. */
    public boolean hasStandIns() {
        return STAND_INS.contains(sha256);
    }

    /** The hash of a data set: its file's, or of the hashes of its files one after the other. */
    public static String sha256Of(List<DataFile> files) {
        return files.size() == 1
                ? files.get(0).sha256()
                : Hashes.sha256(files.stream()
                        .map(DataFile::sha256)
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * One file.
     *
     * @param name without its folder
     * @param sha256 of the uncompressed content
     */
    public record DataFile(String name, long bytes, String sha256) {}
}
