package io.enginebench.campaign.engine;

import io.enginebench.ground.OwnFolder;
import io.enginebench.record.engine.Artifact;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.engine.EngineRecipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An engine that is driven by an adapter of the program and whose artifacts are fetched, added or not.
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

    /**
     * The artifacts for this platform.
     *
     * @param devices the kinds of device that the engine is to be used on
     */
    public List<Artifact> artifacts(Collection<String> devices) {
        return recipe.artifacts(Platform.current(), devices);
    }

    /** The kinds of device that it can be added for here. */
    public List<String> devices() {
        return recipe.devices(Platform.current());
    }

    /** What to say if there is nothing to add for this platform and some kinds of device; empty if there is. */
    public Optional<String> obstacle(Collection<String> devices) {
        return InstalledEngine.withoutNatives(descriptor(), Platform.current())
                .or(() -> devices.stream()
                        .filter(kind -> !devices().contains(kind))
                        .map(kind -> "there are no natives of %s %s for %s on %s"
                                .formatted(descriptor().name(), descriptor().version(), kind, Platform.current()))
                        .findFirst());
    }

    /** Whether the adapter has not got all the artifacts for the processors of this platform beside it. */
    boolean lacksAny() {
        List<String> beside =
                adapter.stream().map(jar -> jar.getFileName().toString()).toList();
        return artifacts(List.of(Artifact.CPU)).stream().anyMatch(artifact -> !beside.contains(artifact.file()));
    }

    /** The engine, if every file of it is in its folder; only their lengths are looked at. */
    public Optional<InstalledEngine> installed() {
        if (!OwnFolder.is(folder)) {
            return Optional.empty();
        }
        List<String> here = devices().stream()
                .filter(kind -> in(folder, List.of(Artifact.CPU, kind)).pinned().entrySet().stream()
                        .allMatch(OptInEngine::isThere))
                .toList();
        return here.contains(Artifact.CPU) ? Optional.of(in(folder, here)) : Optional.empty();
    }

    /**
     * The engine with its artifacts in the folder {@code lib} of some folder.
     *
     * @param devices the kinds of device whose artifacts are there
     */
    public InstalledEngine in(Path place, Collection<String> devices) {
        Map<Path, Artifact> own = new LinkedHashMap<>();
        artifacts(devices).forEach(artifact -> own.put(place.resolve("lib").resolve(artifact.file()), artifact));
        return new InstalledEngine(
                descriptor(),
                Stream.concat(
                                own.keySet().stream(),
                                adapter.stream()
                                        .filter(jar -> recipe.artifacts().stream()
                                                .noneMatch(artifact -> artifact.isVersion(
                                                        jar.getFileName().toString()))))
                        .toList(),
                own,
                List.copyOf(devices));
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
