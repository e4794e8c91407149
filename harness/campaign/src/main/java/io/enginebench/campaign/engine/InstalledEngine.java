package io.enginebench.campaign.engine;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.array.Digest;
import io.enginebench.record.engine.Artifact;
import io.enginebench.record.engine.EngineDescriptor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An engine that is here: built, or added.
 *
 * @param jars in the order of the class path
 * @param pinned of an engine that was added, those of the jars whose content a recipe tells; empty for one that is built
 */
public record InstalledEngine(EngineDescriptor descriptor, List<Path> jars, Map<Path, Artifact> pinned) {
    public InstalledEngine {
        jars = List.copyOf(jars);
        pinned = Collections.unmodifiableMap(new LinkedHashMap<>(pinned));
    }

    /** Whether it was added and is not part of the build. */
    public boolean added() {
        return !pinned.isEmpty();
    }

    /** The jars that nothing else here has: of one that was added, its artifacts. */
    public List<Path> own() {
        return added() ? List.copyOf(pinned.keySet()) : jars;
    }

    /**
     * Why the engine cannot be used on a platform and device, as far as its descriptor tells; empty if it may.
     *
     * @param platform {@code linux-x86_64} and the like
     * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
     */
    public Optional<String> obstacle(String platform, String device) {
        Optional<String> absent = withoutNatives(descriptor, platform);
        if (absent.isPresent()) {
            return absent;
        }
        String kind = device.replaceFirst(":.*", "");
        if (!descriptor.devices().contains(kind)) {
            return Optional.of("device must be %s for engine %s, whose folder holds no natives for another, got %s"
                    .formatted(String.join(" or ", descriptor.devices()), descriptor.id(), device));
        }
        return Optional.empty();
    }

    /** What to say if there are no natives of an engine for a platform; empty if there are. */
    static Optional<String> withoutNatives(EngineDescriptor descriptor, String platform) {
        return descriptor.platforms().contains(platform)
                ? Optional.empty()
                : Optional.of("there are no natives of %s %s for %s, only for %s"
                        .formatted(
                                descriptor.name(),
                                descriptor.version(),
                                platform,
                                String.join(", ", descriptor.platforms())));
    }

    /**
     * Goes on only if what was added is still what the recipe tells.
     *
     * @throws Unfit naming the first file that is not
     */
    public void check() throws IOException {
        for (Map.Entry<Path, Artifact> one : pinned.entrySet()) {
            String sha256 = Digest.ofFile(one.getKey());
            if (!sha256.equals(one.getValue().sha256())) {
                throw new Unfit("%s of engine %s must have the SHA-256 %s, got %s; next: ./bench engines add %s"
                        .formatted(
                                one.getValue().file(),
                                descriptor.id(),
                                one.getValue().sha256(),
                                sha256,
                                descriptor.id()));
            }
        }
    }

    /** The jars, as part of a class path. */
    public String classPath() {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
