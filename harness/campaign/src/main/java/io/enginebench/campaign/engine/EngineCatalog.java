package io.enginebench.campaign.engine;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Home;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.engine.EngineRecipe;
import io.enginebench.record.json.Json;
import io.enginebench.record.setting.Placement;
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

/** The engines that are built here, those whose natives are fetched at their first use, and those that can be added or have been. */
public final class EngineCatalog {
    private static final String GPU = "gpu";

    private final List<InstalledEngine> engines;
    private final List<OptInEngine> onDemand;
    private final List<OptInEngine> optIn;

    private EngineCatalog(List<InstalledEngine> engines, List<OptInEngine> onDemand, List<OptInEngine> optIn) {
        this.engines = List.copyOf(engines);
        this.onDemand = List.copyOf(onDemand);
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
        List<OptInEngine> onDemand = recipes(home.nativesFiles(), descriptors)
                .flatMap(natives -> lacking(natives, built.values(), home))
                .toList();
        List<OptInEngine> optIn = recipes(home.recipeFiles(), descriptors)
                .map(recipe -> new OptInEngine(
                        recipe,
                        Objects.requireNonNull(built.get(recipe.adapter())).jars(),
                        home.addedEngines().resolve(recipe.descriptor().id())))
                .sorted(Comparator.comparing(OptInEngine::descriptor, ORDER))
                .toList();
        // What is built of these is their adapter alone.
        List<OptInEngine> fetched =
                Stream.concat(onDemand.stream(), optIn.stream()).toList();
        fetched.forEach(one -> built.remove(one.descriptor().id()));
        return new EngineCatalog(
                Stream.concat(built.values().stream(), fetched.stream().flatMap(one -> one.installed().stream()))
                        .sorted(Comparator.comparing(InstalledEngine::descriptor, ORDER))
                        .toList(),
                onDemand,
                optIn);
    }

    private static Stream<EngineRecipe> recipes(List<Path> files, Map<String, Path> descriptors) {
        return files.stream().map(file -> read("recipe of an engine: ", () -> EngineRecipe.read(file, descriptors)));
    }

    /** Of an engine and its variants, which share its natives, those that lack them for this platform. */
    private static Stream<OptInEngine> lacking(EngineRecipe natives, Collection<InstalledEngine> built, Home home) {
        String id = natives.descriptor().id();
        return built.stream()
                .filter(engine -> engine.descriptor().nativesOf().equals(id))
                .map(engine -> new OptInEngine(
                        new EngineRecipe(engine.descriptor(), id, natives.artifacts()),
                        engine.jars(),
                        home.addedEngines().resolve(id)))
                .filter(OptInEngine::lacksAny);
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

    /** Those of the program whose natives are fetched at their first use, here or not; none of a build, which has them. */
    public List<OptInEngine> onDemand() {
        return onDemand;
    }

    /**
     * Of those, the ones that are not here.
     *
     * @param ids as {@link #knows} knows them
     */
    public List<OptInEngine> toFetch(Collection<String> ids) {
        List<String> named = ids.stream().map(id -> find(id).orElse(id)).toList();
        return onDemand.stream()
                .filter(engine -> named.contains(engine.descriptor().id()))
                .filter(engine -> !ids().contains(engine.descriptor().id()))
                .toList();
    }

    /** Those with a recipe, added or not. */
    public List<OptInEngine> optIn() {
        return optIn;
    }

    /** Whether an engine is one of those with a recipe, which run only where they are named. */
    public boolean isOptIn(String id) {
        return optIn.stream().anyMatch(engine -> engine.descriptor().id().equals(id));
    }

    /** Of all that are here or are fetched at their first use. */
    public List<EngineDescriptor> usable() {
        return sorted(Stream.concat(
                engines.stream().map(InstalledEngine::descriptor),
                onDemand.stream().map(OptInEngine::descriptor)));
    }

    /** Of everything that can be named, whether it is here or has to be added first. */
    public List<EngineDescriptor> known() {
        return sorted(Stream.concat(usable().stream(), optIn.stream().map(OptInEngine::descriptor)));
    }

    private static List<EngineDescriptor> sorted(Stream<EngineDescriptor> descriptors) {
        return descriptors.distinct().sorted(ORDER).toList();
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
        refuseUnlessHere(ids, List.of());
    }

    /**
     * The same for where engines are to be used, of which those that are to be on a GPU have to be added for one.
     *
     * @throws Unfit naming those that have to be added first, and how
     */
    public void refuseUnlessHere(List<Placement> placements) {
        refuseUnlessHere(
                placements.stream().map(Placement::engine).toList(),
                placements.stream()
                        .filter(placement -> placement.deviceKind().equals(GPU))
                        .map(Placement::engine)
                        .toList());
    }

    private void refuseUnlessHere(Collection<String> ids, List<String> onGpu) {
        List<String> absent = own(ids).filter(id -> !ids().contains(id)).toList();
        if (absent.isEmpty()) {
            return;
        }
        List<String> forGpu = own(onGpu)
                .filter(id -> optIn.stream()
                        .anyMatch(one -> one.descriptor().id().equals(id)
                                && one.obstacle(List.of(GPU)).isEmpty()))
                .toList();
        throw new Unfit("engines must be built in or added, got %s, which %s not; next: %s"
                .formatted(
                        String.join(", ", absent),
                        absent.size() == 1 ? "is" : "are",
                        absent.stream().collect(Collectors.partitioningBy(forGpu::contains)).entrySet().stream()
                                .filter(some -> !some.getValue().isEmpty())
                                .map(some -> "./bench engines add " + String.join(" ", some.getValue())
                                        + (some.getKey() ? " --device " + GPU : ""))
                                .collect(Collectors.joining(" && "))));
    }

    /** Engines by their own ids, each once. */
    private Stream<String> own(Collection<String> ids) {
        return ids.stream().map(id -> find(id).orElse(id)).distinct();
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

    /**
     * Why an engine cannot be used in a placement, and what would help, as far as can be told without starting it; empty if it may.
     *
     * @param caller the campaign's own environment
     * @throws Unfit if it has to be added first
     */
    public Optional<String> obstacle(Placement placement, Map<String, String> caller) {
        return byId(placement.engine()).obstacle(Platform.current(), placement, caller, new Remedies(optIn));
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
