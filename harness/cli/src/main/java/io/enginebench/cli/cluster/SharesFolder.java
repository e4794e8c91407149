package io.enginebench.cli.cluster;

import io.enginebench.cli.measure.CampaignCommand;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a plan that a scheduler runs: {@code share-1} and so on, {@code merged}, and one of the scheduler's name with what it was given
 * and what its jobs said.
 *
 * @param path absolute
 */
record SharesFolder(Path path, String scheduler) {
    SharesFolder {
        path = path.toAbsolutePath().normalize();
    }

    /** The folder that was asked for, else one of this second. */
    static SharesFolder of(@Nullable Path asked, String scheduler) {
        return new SharesFolder(
                Objects.requireNonNullElseGet(
                        asked,
                        () -> Path.of(
                                "runs",
                                LocalDateTime.now(ZoneId.systemDefault()).format(CampaignCommand.STAMP) + "-"
                                        + scheduler)),
                scheduler);
    }

    /**
     * Refuses a path where something is already.
     *
     * @throws Usage if it is one
     */
    void refuseUnlessNew() throws IOException {
        if (Files.exists(path)) {
            if (!Files.isDirectory(path)) {
                throw new Usage("--out", "a folder", "the file " + path);
            }
            try (Stream<Path> entries = Files.list(path)) {
                if (entries.findAny().isPresent()) {
                    throw new Usage("--out", "a new or empty folder", path + " with files in it");
                }
            }
        }
    }

    /** The folder of a share; that of number 2 is {@code share-2}. */
    Path share(int number) {
        return path.resolve("share-" + number);
    }

    Path merged() {
        return path.resolve("merged");
    }

    /** A file of the scheduler's. */
    Path file(String name) {
        return path.resolve(scheduler).resolve(name);
    }

    /** Writes a text for the scheduler and returns its file. */
    Path write(String name, String text) throws IOException {
        Files.createDirectories(path.resolve(scheduler));
        return Files.writeString(file(name), text);
    }

    /** Deletes the scheduler's part, which must be empty. */
    void forget() throws IOException {
        Files.delete(path.resolve(scheduler));
    }

    /** Keeps what the scheduler was given. */
    void keep(String name, Object given) throws IOException {
        Files.createDirectories(path.resolve(scheduler));
        Json.write(file(name), given);
    }

    /**
     * What the scheduler was given.
     *
     * @throws BadInput if it was given nothing
     */
    <T> T kept(String name, Class<T> type) throws IOException {
        Path file = file(name);
        if (!Files.isRegularFile(file)) {
            throw new BadInput("DIR must be a folder that ./bench %1$s made, got %2$s without %1$s/%3$s"
                    .formatted(scheduler, path, name));
        }
        return Json.read(file, type);
    }
}
