package io.enginebench.campaign.engine;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The libraries that an engine has unpacked into the cache, checked before they are loaded again, for an engine loads whatever lies there;
 * and those in its jars before they are unpacked.
 *
 * <p>An engine of enginebench's has a list of the SHA-256 of each. One that was added has jars whose SHA-256 its recipe tells, and
 * is held to what is in them by SHA-256. An engine of somebody's own is held to its jars by length and CRC-32, which their directories
 * have: that finds damage and exchange, not a library that was forged to the same CRC-32.
 */
public final class NativeCache {
    private static final Pattern LEFT = Pattern.compile("tmp[0-9]+|unpacking[0-9]+\\.tmp");
    /** Folders from an engine's own to where its library unpacks. */
    private static final int DEEPEST = 3;

    private static final Duration LONGEST_UNPACKING = Duration.ofMinutes(10);
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");

    private final InstalledEngine engine;
    private final Path natives;
    private final Contents remembered;
    /** By its name the contents that a library may have. */
    private final Map<String, Set<String>> known = new HashMap<>();
    /** By its real path the content of each library, so that one with links is read once. */
    private final Map<Path, String> contents = new HashMap<>();

    private NativeCache(InstalledEngine engine, Path natives, Contents remembered) {
        this.engine = engine;
        this.natives = natives;
        this.remembered = remembered;
    }

    /**
     * Checks what is there, or what will be.
     *
     * @param list of the engine's libraries in the form of {@code sha256sum}, if it has one
     * @param natives the engine's folder in the cache; need not exist
     * @return the SHA-256 of each library that was read, by its real path
     * @throws Unfit naming the first library that is none of the engine's
     */
    public static Map<Path, String> check(
            InstalledEngine engine, Optional<Path> list, Path natives, Contents remembered) throws IOException {
        NativeCache cache = new NativeCache(engine, natives, remembered);
        List<Path> unpacked = Files.isDirectory(natives) ? files(natives) : List.of();
        if (list.isPresent()) {
            cache.listed(list.get(), unpacked);
        } else if (engine.added()) {
            cache.likeTheJars(unpacked, cache.new Sha256());
        } else {
            cache.likeTheJars(unpacked, new LengthAndCrc32());
            return Map.of();
        }
        return cache.contents;
    }

    /**
     * Deletes what a process that was killed while it unpacked has left: DJL's folders {@code tmp123}, ONNX Runtime's files {@code
     * unpacking123.tmp}. What is young may be another process's at work.
     */
    public static void sweep(Path natives) throws IOException {
        if (!Files.isDirectory(natives)) {
            return;
        }
        Instant young = Instant.now().minus(LONGEST_UNPACKING);
        try (Stream<Path> all = Files.find(
                natives,
                DEEPEST,
                (path, facts) -> LEFT.matcher(path.getFileName().toString()).matches()
                        && facts.lastModifiedTime().toInstant().isBefore(young))) {
            all.toList().forEach(Scratch::delete);
        } catch (UncheckedIOException e) {
            // Another process has just finished what it unpacked; the next start looks again.
        }
    }

    /** What tells one content from another. */
    private interface Content {
        String of(Path file) throws IOException;

        String of(ZipFile jar, ZipEntry entry) throws IOException;
    }

    private final class Sha256 implements Content {
        @Override
        public String of(Path file) throws IOException {
            return remembered.sha256(file);
        }

        @Override
        public String of(ZipFile jar, ZipEntry entry) throws IOException {
            return remembered.sha256(jar, entry);
        }
    }

    private static final class LengthAndCrc32 implements Content {
        @Override
        public String of(Path file) throws IOException {
            CRC32 crc = new CRC32();
            try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
                return in.transferTo(OutputStream.nullOutputStream()) + " " + crc.getValue();
            }
        }

        @Override
        public String of(ZipFile jar, ZipEntry entry) {
            return entry.getSize() + " " + entry.getCrc();
        }
    }

    private void listed(Path list, List<Path> unpacked) throws IOException {
        for (String line : Files.readAllLines(list)) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new Unfit("lines of %s must be a SHA-256, two blanks and a name, got '%s'".formatted(list, line));
            }
            know(parts.group(2), parts.group(1));
        }
        String rule = "have a SHA-256 of " + list.getFileName();
        for (Path file : unpacked) {
            cached(file, new Sha256(), rule);
        }
        List<String> there =
                unpacked.stream().map(file -> file.getFileName().toString()).toList();
        // What is not unpacked yet may be at the engine's next start.
        entries((jar, entry, name) -> {
            if (known.containsKey(name) && there.stream().noneMatch(one -> isOf(one, name))) {
                String sha256 = remembered.sha256(jar, entry);
                if (!isKnown(name, sha256)) {
                    throw new Unfit(
                            "library %s in %s of engine %s must %s, got %s; next: build with the published artifacts"
                                    .formatted(
                                            name,
                                            Path.of(jar.getName()).getFileName(),
                                            engine.descriptor().id(),
                                            rule,
                                            sha256));
                }
            }
        });
    }

    private void likeTheJars(List<Path> unpacked, Content content) throws IOException {
        Set<String> names = new HashSet<>();
        unpacked.forEach(file -> names.add(file.getFileName().toString()));
        entries((jar, entry, name) -> {
            if (names.stream().anyMatch(unpackedName -> isOf(unpackedName, name))) {
                know(name, content.of(jar, entry));
            }
        });
        for (Path file : unpacked) {
            cached(file, content, "be the one in the engine's jars");
        }
    }

    private void know(String name, String content) {
        known.computeIfAbsent(name, one -> new HashSet<>()).add(content);
    }

    private boolean isKnown(String name, String content) {
        return known.entrySet().stream()
                .anyMatch(one -> isOf(name, one.getKey()) && one.getValue().contains(content));
    }

    /**
     * Whether it is the name of an unpacked library, which may have DJL's version before it, {@code 0.35.1-libdjl_torch.so}, or be
     * JavaCPP's link without its own version, {@code libtensorflow_cc.so} to {@code libtensorflow_cc.so.2}.
     */
    private static boolean isOf(String unpacked, String packed) {
        return unpacked.equals(packed) || unpacked.endsWith("-" + packed) || packed.startsWith(unpacked + ".");
    }

    private void cached(Path file, Content content, String rule) throws IOException {
        Path real = file.toRealPath();
        String got = contents.containsKey(real) ? contents.get(real) : content.of(real);
        contents.put(real, got);
        if (!isKnown(file.getFileName().toString(), got)) {
            throw new Unfit(
                    "cached library %s of engine %s must %s, got another content; next: delete %s, it is unpacked again"
                            .formatted(file.getFileName(), engine.descriptor().id(), rule, natives));
        }
    }

    private static List<Path> files(Path natives) throws IOException {
        try (Stream<Path> files = Files.walk(natives, FileVisitOption.FOLLOW_LINKS)) {
            // Files directly in the folder are other programs' short-lived ones; DJL keeps its own in folders.
            return files.filter(file -> Files.isRegularFile(file)
                            && natives.relativize(file).getNameCount() > 1)
                    .sorted()
                    .toList();
        }
    }

    private interface Look {
        void at(ZipFile jar, ZipEntry entry, String name) throws IOException;
    }

    private void entries(Look look) throws IOException {
        for (Path jar : engine.jars()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    if (entry.getName().contains(".dSYM/")) {
                        continue; // What a debugger reads, under the library's name.
                    }
                    look.at(
                            zip,
                            entry,
                            entry.getName().substring(entry.getName().lastIndexOf('/') + 1));
                }
            }
        }
    }
}
