package io.enginebench.record.run;

import io.enginebench.record.Check;
import io.enginebench.record.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    public DataRecord {
        files = List.copyOf(files);
        Check.that(!study || kind == DataKind.REAL, "study's data", "real", kind.json());
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
