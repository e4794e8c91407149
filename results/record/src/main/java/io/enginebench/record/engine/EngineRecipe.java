package io.enginebench.record.engine;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.Check;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An engine that is not built but added where somebody asks for it: the artifacts it is made of, and the built engine whose
 * adapter drives them.
 *
 * <p>Its file has {@code adapter}, {@code artifacts} and of {@code engine.json} what is not as in the adapter's: at least {@code id},
 * after which it is named. The platforms are those of the artifacts where any is for one platform alone; a GPU can be used where
 * any is for it alone.
 *
 * @param adapter the id of the built engine
 * @param artifacts in the order of the class path, which they begin; each takes the place of the adapter's jar of the same artifact
 */
public record EngineRecipe(EngineDescriptor descriptor, String adapter, List<Artifact> artifacts) {
    public EngineRecipe {
        artifacts = List.copyOf(artifacts);
        String engine = " of engine " + descriptor.id();
        Check.that(!artifacts.isEmpty(), "artifacts" + engine, "1 or more", "none");
        for (String platform : descriptor.platforms()) {
            List<String> files = of(artifacts, platform).map(Artifact::file).toList();
            Check.that(
                    files.stream().distinct().count() == files.size(),
                    "artifacts" + engine + " for " + platform,
                    "files of different names",
                    String.join(", ", files));
        }
    }

    /**
     * A recipe's file.
     *
     * @param descriptor the other members
     */
    private record Written(
            String adapter,
            List<Artifact> artifacts,
            @JsonAnySetter Map<String, JsonNode> descriptor) {}

    /**
     * Reads a recipe.
     *
     * @param adapters of each built engine, by its id, its {@code engine.json}
     * @throws MalformedJsonException if it is no recipe; names the file and the rule
     */
    public static EngineRecipe read(Path file, Map<String, Path> adapters) throws IOException {
        String name = Objects.requireNonNull(file.getFileName()).toString();
        Written written = Json.read(file, Written.class);
        Path adapter = adapters.get(written.adapter());
        try {
            if (adapter == null) {
                throw new IllegalArgumentException(Check.mistake(
                        "adapter of " + name,
                        "one of " + String.join(", ", new TreeSet<>(adapters.keySet())),
                        "'" + written.adapter() + "'"));
            }
            ObjectNode merged = Json.read(adapter, ObjectNode.class);
            List<String> platforms = written.artifacts().stream()
                    .map(Artifact::platform)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            if (!platforms.isEmpty()) {
                merged.set("platforms", Json.tree(platforms));
            }
            merged.set(
                    "devices",
                    Json.tree(
                            written.artifacts().stream().allMatch(one -> one.isFor(Artifact.CPU))
                                    ? List.of(Artifact.CPU)
                                    : List.of(Artifact.CPU, "gpu")));
            merged.setAll(written.descriptor());
            EngineDescriptor descriptor = Json.read((JsonNode) merged, name, EngineDescriptor.class);
            Check.that(name.equals(descriptor.id() + ".json"), name, "named after its engine", descriptor.id());
            Check.that(
                    descriptor.variant() == null,
                    "adapter of engine " + descriptor.id(),
                    "an engine's and no variant's",
                    written.adapter());
            return new EngineRecipe(descriptor, written.adapter(), written.artifacts());
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(Objects.requireNonNullElse(e.getMessage(), name), e);
        }
    }

    /** The artifacts for some kinds of device of a platform. */
    public List<Artifact> artifacts(String platform, Collection<String> devices) {
        return of(artifacts, platform)
                .filter(one -> devices.stream().anyMatch(one::isFor))
                .toList();
    }

    /** The kinds of device of a platform for which there is something that is for it alone, or nothing has to be. */
    public List<String> devices(String platform) {
        return descriptor.devices().stream()
                .filter(kind -> artifacts.stream().noneMatch(one -> kind.equals(one.device()))
                        || of(artifacts, platform).anyMatch(one -> kind.equals(one.device())))
                .toList();
    }

    private static Stream<Artifact> of(List<Artifact> artifacts, String platform) {
        return artifacts.stream().filter(one -> one.platform() == null || platform.equals(one.platform()));
    }
}
