package io.enginebench.data.sources;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where people's copies of a public file are, and how they call it. */
final class UsualNames {
    /** The folder itself, and where torchvision puts what it fetches. */
    private static final List<String> FOLDERS = List.of("", "raw", "FashionMNIST/raw");

    private UsualNames() {}

    /**
     * A file under one of its names, in capitals or not, plain or gzipped, and with a dot before {@code idx} as some mirrors write it; the
     * first name that is there counts.
     */
    static Optional<Path> find(Path folder, List<String> names) {
        List<String> usual = names.stream()
                .flatMap(name -> Stream.of(name, name.replace("-idx", ".idx")))
                .flatMap(name -> Stream.of(name, name + ".gz"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        for (String below : FOLDERS) {
            Map<String, Path> files = files(folder.resolve(below));
            Optional<Path> found =
                    usual.stream().map(files::get).filter(Objects::nonNull).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The files of a folder by their names in small letters. */
    private static Map<String, Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().toLowerCase(Locale.ROOT),
                            file -> file,
                            (first, other) -> other,
                            TreeMap::new));
        } catch (IOException e) {
            throw new BadInput(
                    "%s must be a folder that can be listed, got %s".formatted(folder, BenchException.messageOf(e)));
        }
    }
}
