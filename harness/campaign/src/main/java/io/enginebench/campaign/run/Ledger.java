package io.enginebench.campaign.run;

import io.enginebench.record.Content;
import io.enginebench.record.Hashes;
import io.enginebench.record.json.AtomicFile;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a campaign wrote into its folder, a line for each time in the form of {@code sha256sum}, so that a campaign that goes on
 * sees what somebody changed meanwhile. A line is there before the file is, and what is not there has been changed by nobody. Like every
 * checksum it is no signature.
 *
 * @param folder the campaign's
 */
record Ledger(Path folder) {
    static final String NAME = "written.sha256";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");
    /** In the place of a hash: what was written before counts no more. */
    private static final String FORGOTTEN = "0".repeat(64);

    /** Writes a file whole or not at all; of a worker's, which is replaced, it knows both contents from then on. */
    void write(Path file, Object value) throws IOException {
        write(file, Json.content(value));
    }

    /** The same, where what repeats itself is written once. */
    void writeShared(Path file, Object value) throws IOException {
        write(file, Json.sharedContent(value));
    }

    private void write(Path file, Content content) throws IOException {
        if (Files.exists(file)) {
            note(file, Hashes.sha256(Files.readAllBytes(file)));
        }
        note(file, Hashes.sha256(content));
        AtomicFile.write(file, content);
    }

    /** Lets a file go, to be deleted or written by a worker. */
    void forget(Path file) throws IOException {
        note(file, FORGOTTEN);
    }

    /** Gives a file another name in its folder. */
    void rename(Path file, Path other) throws IOException {
        note(other, Hashes.sha256(Files.readAllBytes(file)));
        forget(file);
        Files.move(file, other);
    }

    private void note(Path file, String hash) throws IOException {
        Files.writeString(
                folder.resolve(NAME),
                hash + "  " + folder.relativize(file) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Whether there is a list, as there is in every folder with a file that it should have a line for. */
    boolean isThere() {
        return Files.exists(folder.resolve(NAME));
    }

    /** Files that are there and not as they were written, by their paths in the folder. */
    List<String> changed() throws IOException {
        Map<String, Set<String>> written = new TreeMap<>();
        Path file = folder.resolve(NAME);
        for (String line : isThere() ? Files.readAllLines(file) : List.<String>of()) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                Set<String> hashes = written.computeIfAbsent(parts.group(2), path -> new HashSet<>());
                if (parts.group(1).equals(FORGOTTEN)) {
                    hashes.clear();
                } else {
                    hashes.add(parts.group(1));
                }
            }
        }
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, Set<String>> one : written.entrySet()) {
            Path now = folder.resolve(one.getKey());
            if (!one.getValue().isEmpty()
                    && Files.isRegularFile(now)
                    && !one.getValue().contains(Hashes.sha256(Files.readAllBytes(now)))) {
                changed.add(one.getKey());
            }
        }
        return changed;
    }
}
