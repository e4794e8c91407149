package io.enginebench.campaign.engine;

import io.enginebench.record.engine.EngineDescriptor;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What lets the work of an engine be done on a kind of device for which it has no natives itself.
 *
 * @param recipes of everything that can be added
 */
record Remedies(List<OptInEngine> recipes) {
    Remedies {
        recipes = List.copyOf(recipes);
    }

    /** The next step, as the end of a message: natives to add, of the engine or of the nearest to it, or a library of the user's own. */
    String next(EngineDescriptor engine, String kind) {
        List<String> ways = new ArrayList<>();
        nearest(engine, kind).ifPresent(one -> ways.add(way(engine, one, kind)));
        EngineDescriptor.@Nullable OwnLibrary own = engine.ownLibrary();
        if (own != null) {
            ways.add("set %s to the folder lib of a %s %s with CUDA"
                    .formatted(own.path(), engine.name(), engine.version()));
        }
        return ways.isEmpty()
                ? "next: --device cpu, for no natives of %s for %s can be added".formatted(engine.name(), kind)
                : "next: " + String.join(", or ", ways);
    }

    private static String way(EngineDescriptor engine, OptInEngine one, String kind) {
        String id = one.descriptor().id();
        String add = "./bench engines add %s --device %s".formatted(id, kind);
        if (id.equals(engine.id())) {
            return add;
        }
        String name = "name %s in place of %s".formatted(id, engine.id());
        boolean here =
                one.installed().filter(added -> added.devices().contains(kind)).isPresent();
        return here ? name : add + " and " + name;
    }

    /** The engine itself, or else the newest version of it that the same adapter drives. */
    private Optional<OptInEngine> nearest(EngineDescriptor engine, String kind) {
        List<OptInEngine> able = recipes.stream()
                .filter(one -> one.recipe().adapter().equals(adapter(engine)))
                .filter(one -> one.obstacle(List.of(kind)).isEmpty())
                .toList();
        return able.stream()
                .filter(one -> one.descriptor().id().equals(engine.id()))
                .findFirst()
                .or(() -> able.stream()
                        .max(Comparator.comparing(one ->
                                ModuleDescriptor.Version.parse(one.descriptor().version()))));
    }

    private String adapter(EngineDescriptor engine) {
        return recipes.stream()
                .filter(one -> one.descriptor().id().equals(engine.id()))
                .map(one -> one.recipe().adapter())
                .findFirst()
                .orElse(engine.nativesOf());
    }
}
