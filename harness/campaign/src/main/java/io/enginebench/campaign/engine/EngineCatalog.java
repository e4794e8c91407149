package io.enginebench.campaign.engine;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.Home;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The engines that are built here. */
public final class EngineCatalog {
    private final List<InstalledEngine> engines;

    private EngineCatalog(List<InstalledEngine> engines) {
        this.engines = List.copyOf(engines);
    }

    /** Reads the descriptors. */
    public static EngineCatalog read(Home home) {
        List<InstalledEngine> engines = new ArrayList<>();
        for (Path folder : home.engineFolders()) {
            try {
                engines.add(
                        new InstalledEngine(Json.read(folder.resolve("engine.json"), EngineDescriptor.class), folder));
            } catch (IOException e) {
                throw new BadInput("engine in " + folder + ": " + e.getMessage());
            }
        }
        engines.sort(Comparator.comparing(
                InstalledEngine::descriptor,
                Comparator.comparing(EngineDescriptor::order).thenComparing(EngineDescriptor::id)));
        return new EngineCatalog(engines);
    }

    /** All of them. */
    public List<InstalledEngine> all() {
        return engines;
    }

    /** Their ids. */
    public List<String> ids() {
        return engines.stream().map(engine -> engine.descriptor().id()).toList();
    }

    /** Whether {@link #byId} finds an engine of that id. */
    public boolean knows(String id) {
        return find(id).isPresent();
    }

    /** The engine of an id that {@link #ids} has, or of an {@link Appearance} of it. */
    public InstalledEngine byId(String id) {
        return find(id).orElseThrow(
                        () -> new IllegalArgumentException("engine must be one of " + ids() + ", got " + id));
    }

    private Optional<InstalledEngine> find(String id) {
        Stream<InstalledEngine> exact =
                engines.stream().filter(one -> one.descriptor().id().equals(id));
        // An engine's own id may end like a second appearance of another, and is then meant.
        return Stream.concat(
                        exact,
                        engines.stream()
                                .filter(one -> Appearance.isOf(one.descriptor().id(), id)))
                .findFirst();
    }
}
