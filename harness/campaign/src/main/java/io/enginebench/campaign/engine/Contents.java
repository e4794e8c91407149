package io.enginebench.campaign.engine;

import io.enginebench.ground.Home;
import io.enginebench.record.array.Digest;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of libraries and of the jars that they come in, remembered from command to command: they are a gigabyte, and reading it costs
 * seconds at each start.
 *
 * <p>A file is read again once the file system's facts of it are others, among them the time of its last change, which no program can set;
 * and always where the file system does not tell them. What is remembered lies beside the program, as the lists do that libraries are held
 * to: who can write the one can write the other.
 */
public final class Contents {
    private static final String FILE = ".libraries.json";
    private static final String FACTS = "unix:dev,ino,size,lastModifiedTime,ctime";
    /** A file that has just been written may be written again within one tick of the file system's clock. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final Path file;
    private final Duration settled;
    /** By real path, behind which is the name of an entry of a jar. */
    private final Map<String, Read> read = new TreeMap<>();

    Contents(Path file, Duration settled) {
        this.file = file;
        this.settled = settled;
        try {
            read.putAll(Json.read(file, Remembered.class).libraries());
        } catch (IOException e) {
            // Nothing is remembered, or nothing that can be made out: all is read.
        }
    }

    /** What is remembered beside a program. */
    public static Contents of(Home home) {
        return new Contents(home.program().resolve(FILE), SETTLED);
    }

    /** What was read, and what the file system said of the file then. */
    private record Read(String facts, String sha256) {
        Read {
            Objects.requireNonNull(facts);
            Objects.requireNonNull(sha256);
        }
    }

    private record Remembered(Map<String, Read> libraries) {
        Remembered {
            libraries = Map.copyOf(libraries);
        }
    }

    /** Of a file. */
    public String sha256(Path library) throws IOException {
        Path real = library.toRealPath();
        return sha256(real, real.toString(), () -> Digest.ofFile(real));
    }

    /** Of what a jar's entry holds. */
    String sha256(ZipFile jar, ZipEntry entry) throws IOException {
        Path real = Path.of(jar.getName()).toRealPath();
        return sha256(real, real + "!/" + entry.getName(), () -> {
            try (InputStream in = jar.getInputStream(entry)) {
                return Digest.of(in);
            }
        });
    }

    @FunctionalInterface
    private interface Reading {
        String sha256() throws IOException;
    }

    private synchronized String sha256(Path real, String name, Reading reading) throws IOException {
        Instant now = Instant.now();
        String facts = facts(real, now);
        Read before = read.get(name);
        if (before != null && before.facts().equals(facts)) {
            return before.sha256();
        }
        String sha256 = reading.sha256();
        if (facts != null && facts.equals(facts(real, now))) {
            read.put(name, new Read(facts, sha256));
            remember();
        }
        return sha256;
    }

    private void remember() {
        read.keySet().removeIf(name -> Files.notExists(Path.of(name.split("!/", 2)[0])));
        try {
            Json.write(file, new Remembered(read));
        } catch (IOException e) {
            // A program that cannot be written beside reads each time.
        }
    }

    /** Null where they do not tell one content from the next. */
    private @Nullable String facts(Path real, Instant now) throws IOException {
        try {
            Map<String, Object> facts = new TreeMap<>(Files.readAttributes(real, FACTS));
            Instant changed = ((FileTime) Objects.requireNonNull(facts.get("ctime"))).toInstant();
            return changed.plus(settled).isAfter(now) ? null : facts.toString();
        } catch (UnsupportedOperationException e) {
            return null;
        }
    }
}
