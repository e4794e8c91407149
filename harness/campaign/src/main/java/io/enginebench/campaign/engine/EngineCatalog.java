package io.enginebench.campaign.engine;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Home;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.engine.EngineRecipe;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The engines that are built here, and those that can be added or have been. */
public final class EngineCatalog {
    private final List<InstalledEngine> engines;
    private final List<OptInEngine> optIn;

    private EngineCatalog(List<InstalledEngine> engines, List<OptInEngine> optIn) {
        this.engines = List.copyOf(engines);
        this.optIn = List.copyOf(optIn);
    }

    /** Reads descriptors and recipes. */
    public static EngineCatalog read(Home home) {
        Map<String, InstalledEngine> built = new LinkedHashMap<>();
        Map<String, Path> descriptors = new LinkedHashMap<>();
        for (Path folder : home.engineFolders()) {
            Path file = folder.resolve("engine.json");
            EngineDescriptor descriptor =
                    read("engine in " + folder + ": ", () -> Json.read(file, EngineDescriptor.class));
            built.put(
                    descriptor.id(),
                    new InstalledEngine(descriptor, Home.jars(folder.resolve("lib")), Map.of(), descriptor.devices()));
            descriptors.put(descriptor.id(), file);
        }
        List<OptInEngine> optIn = home.recipeFiles().stream()
                .map(file -> read("recipe of an engine: ", () -> EngineRecipe.read(file, descriptors)))
                .map(recipe -> new OptInEngine(
                        recipe,
                        Objects.requireNonNull(built.get(recipe.adapter())).jars(),
                        home.addedEngines().resolve(recipe.descriptor().id())))
                .sorted(Comparator.comparing(OptInEngine::descriptor, ORDER))
                .toList();
        // What is built of an engine that has a recipe is its adapter alone.
        optIn.forEach(one -> built.remove(one.descriptor().id()));
        return new EngineCatalog(
                Stream.concat(built.values().stream(), optIn.stream().flatMap(one -> one.installed().stream()))
                        .sorted(Comparator.comparing(InstalledEngine::descriptor, ORDER))
                        .toList(),
                optIn);
    }

    private static final Comparator<EngineDescriptor> ORDER =
            Comparator.comparing(EngineDescriptor::order).thenComparing(EngineDescriptor::id);

    private interface Reading<T> {
        T value() throws IOException;
    }

    private static <T> T read(String what, Reading<T> reading) {
        try {
            return reading.value();
        } catch (IOException e) {
            throw new BadInput(what + BenchException.messageOf(e));
        }
    }

    /** All that are here. */
    public List<InstalledEngine> all() {
        return engines;
    }

    /** Their ids. */
    public List<String> ids() {
        return engines.stream().map(engine -> engine.descriptor().id()).toList();
    }

    /** Those with a recipe, added or not. */
    public List<OptInEngine> optIn() {
        return optIn;
    }

    /** Of everything that can be named, whether it is here or has to be added first. */
    public List<EngineDescriptor> known() {
        return Stream.concat(
                        engines.stream().map(InstalledEngine::descriptor),
                        optIn.stream().map(OptInEngine::descriptor))
                .distinct()
                .sorted(ORDER)
                .toList();
    }

    /** Whether an id, or that of an {@link Appearance}, is that of an engine of {@link #known}. */
    public boolean knows(String id) {
        return find(id).isPresent();
    }

    /**
     * Goes on only where every engine is here.
     *
     * @param ids as {@link #knows} knows them
     * @throws Unfit naming those that have to be added first, and how
     */
    public void refuseUnlessHere(Collection<String> ids) {
        List<String> absent = ids.stream()
                .map(id -> find(id).orElse(id))
                .distinct()
                .filter(id -> !ids().contains(id))
                .toList();
        if (!absent.isEmpty()) {
            throw new Unfit("engines must be built in or added, got %s, which %s not; next: ./bench engines add %s"
                    .formatted(String.join(", ", absent), absent.size() == 1 ? "is" : "are", String.join(" ", absent)));
        }
    }

    /**
     * The engine of an id that {@link #knows} knows.
     *
     * @throws Unfit if it has to be added first
     */
    public InstalledEngine byId(String id) {
        String own = find(id).orElseThrow(() -> new IllegalArgumentException("engine must be one of "
                + known().stream().map(EngineDescriptor::id).collect(Collectors.joining(", ")) + ", got " + id));
        refuseUnlessHere(List.of(own));
        return engines.stream()
                .filter(engine -> engine.descriptor().id().equals(own))
                .findFirst()
                .orElseThrow();
    }

    /** The engine's own id. */
    private Optional<String> find(String id) {
        List<String> known = known().stream().map(EngineDescriptor::id).toList();
        // An engine's own id may end like a second appearance of another, and is then meant.
        return known.contains(id)
                ? Optional.of(id)
                : known.stream().filter(one -> Appearance.isOf(one, id)).findFirst();
    }
}
