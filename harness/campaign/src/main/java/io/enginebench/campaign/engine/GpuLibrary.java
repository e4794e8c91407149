package io.enginebench.campaign.engine;

import io.enginebench.record.Check;
import io.enginebench.record.engine.EngineDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A library with CUDA that the user has installed and names in a variable, for an engine whose own natives have none. Its version must be
 * the engine's, for the glue between it and Java was built against that.
 */
public final class GpuLibrary {
    /** Where an archive and a Python package of PyTorch say what they are, beside the folder {@code lib}. */
    private static final List<String> FILES = List.of("build-version", "version.py");

    private static final String GPU = "gpu";
    private static final int MOST_BYTES = 1 << 16;
    private static final Pattern VERSION = Pattern.compile("([0-9]+\\.[0-9]+\\.[0-9]+)(?:\\+([a-z]+[0-9]*))?");

    private GpuLibrary() {}

    /**
     * What a library says that it is.
     *
     * @param flavor {@code cu128} or {@code cpu}; empty where it does not say
     */
    private record Version(String number, String flavor) {
        @Override
        public String toString() {
            return flavor.isEmpty() ? number : number + "+" + flavor;
        }
    }

    static boolean isNamed(EngineDescriptor engine, String kind, Map<String, String> caller) {
        EngineDescriptor.@Nullable OwnLibrary own = engine.ownLibrary();
        return kind.equals(GPU) && own != null && caller.containsKey(own.path());
    }

    /** Why the library that is named cannot be used; empty if it may. */
    static Optional<String> obstacle(EngineDescriptor engine, Map<String, String> caller) {
        EngineDescriptor.OwnLibrary own = Objects.requireNonNull(engine.ownLibrary());
        String folder = Objects.requireNonNull(caller.get(own.path()));
        return version(folder)
                .map(one -> amiss(engine.version(), one, folder, own.cuda()))
                .orElseGet(() -> Optional.of("'" + folder + "'"))
                .map(got -> Check.mistake(
                        own.path(),
                        "the folder lib of a %s %s with CUDA, beside its build-version or version.py"
                                .formatted(engine.name(), engine.version()),
                        got));
    }

    /** What is wrong with a library of some version; empty if nothing is. What its folder says is no proof that CUDA's part is there. */
    private static Optional<String> amiss(String wanted, Version got, String folder, String cuda) {
        String words = "one of " + got;
        if (!got.number().equals(wanted) || !got.flavor().startsWith("cu")) {
            return Optional.of(words);
        }
        String file = System.mapLibraryName(cuda);
        return Files.isRegularFile(Path.of(folder, file))
                ? Optional.empty()
                : Optional.of(words + " without " + file + " in '" + folder + "'");
    }

    /** The variables that make a worker on a GPU take the library; empty where none is named. */
    public static Map<String, String> variables(EngineDescriptor engine, Map<String, String> caller) {
        if (!isNamed(engine, GPU, caller)) {
            return Map.of();
        }
        EngineDescriptor.OwnLibrary own = Objects.requireNonNull(engine.ownLibrary());
        String folder = Objects.requireNonNull(caller.get(own.path()));
        return version(folder)
                .map(one -> Map.of(own.path(), folder, own.version(), one.number(), own.flavor(), one.flavor()))
                .orElse(Map.of());
    }

    /** What stands in the file {@code build-version} of an archive, or as {@code __version__} in a Python package. */
    private static Optional<Version> version(String folder) {
        try {
            Path parent = Path.of(folder).toAbsolutePath().normalize().getParent();
            for (String file : FILES) {
                Path place = parent == null ? Path.of(file) : parent.resolve(file);
                if (Files.isRegularFile(place) && Files.size(place) <= MOST_BYTES) {
                    Matcher version = VERSION.matcher(Files.readString(place));
                    if (version.find()) {
                        return Optional.of(
                                new Version(version.group(1), Objects.requireNonNullElse(version.group(2), "")));
                    }
                }
            }
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
