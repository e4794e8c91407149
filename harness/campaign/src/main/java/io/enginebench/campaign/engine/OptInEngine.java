package io.enginebench.campaign.engine;

import io.enginebench.ground.OwnFolder;
import io.enginebench.record.engine.Artifact;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.engine.EngineRecipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An engine with a recipe, added or not.
 *
 * @param adapter the jars of the built engine whose adapter drives it
 * @param folder where its jars are once it is added
 */
public record OptInEngine(EngineRecipe recipe, List<Path> adapter, Path folder) {
    public OptInEngine {
        adapter = List.copyOf(adapter);
    }

    /** Its descriptor. */
    public EngineDescriptor descriptor() {
        return recipe.descriptor();
    }

    /** The artifacts for this platform. */
    public List<Artifact> artifacts() {
        return recipe.artifacts(Platform.current());
    }

    /** What to say if there is nothing to add for this platform; empty if there is. */
    public Optional<String> obstacle() {
        return InstalledEngine.withoutNatives(descriptor(), Platform.current());
    }

    /** The engine, if every file of it is in its folder; only their lengths are looked at. */
    public Optional<InstalledEngine> installed() {
        return OwnFolder.is(folder) && files().entrySet().stream().allMatch(OptInEngine::isThere)
                ? Optional.of(in(folder))
                : Optional.empty();
    }

    /** The engine with its artifacts in the folder {@code lib} of some folder. */
    public InstalledEngine in(Path place) {
        Map<Path, Artifact> own = new LinkedHashMap<>();
        artifacts().forEach(artifact -> own.put(place.resolve("lib").resolve(artifact.file()), artifact));
        return new InstalledEngine(
                descriptor(),
                Stream.concat(
                                own.keySet().stream(),
                                adapter.stream()
                                        .filter(jar -> recipe.artifacts().stream()
                                                .noneMatch(artifact -> artifact.isVersion(
                                                        jar.getFileName().toString()))))
                        .toList(),
                own);
    }

    private Map<Path, Artifact> files() {
        return in(folder).pinned();
    }

    private static boolean isThere(Map.Entry<Path, Artifact> file) {
        try {
            return Files.isRegularFile(file.getKey())
                    && Files.size(file.getKey()) == file.getValue().bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
