package io.enginebench.campaign.engine;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.Check;
import io.enginebench.record.engine.Artifact;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.setting.Placement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An engine that is here: built, or added.
 *
 * @param jars in the order of the class path
 * @param devices kinds of device for which there are natives
 * @param pinned of an engine that was added, those of the jars whose content a recipe tells; empty for one that is built
 */
public record InstalledEngine(
        EngineDescriptor descriptor, List<Path> jars, Map<Path, Artifact> pinned, List<String> devices) {
    public InstalledEngine {
        jars = List.copyOf(jars);
        pinned = Collections.unmodifiableMap(new LinkedHashMap<>(pinned));
        devices = List.copyOf(devices);
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
     * Why the engine cannot be used on a platform and device in some kind of numbers, as far as can be told without starting it; empty if
     * it may.
     *
     * @param platform {@code linux-x86_64} and the like
     * @param caller the campaign's own environment, in which a library of the user's own may be named
     * @param remedies of which the next step is told where natives are all that it lacks
     */
    Optional<String> obstacle(String platform, Placement placement, Map<String, String> caller, Remedies remedies) {
        Optional<String> absent = withoutNatives(descriptor, platform);
        if (absent.isPresent()) {
            return absent;
        }
        String kind = placement.deviceKind();
        Optional<String> unusable = GpuLibrary.isNamed(descriptor, kind, caller)
                ? GpuLibrary.obstacle(descriptor, caller)
                : devices.contains(kind)
                        ? Optional.empty()
                        : Optional.of(Check.mistake(
                                "device",
                                String.join(" or ", devices) + ", for which there are natives",
                                placement.device()));
        return unusable.map(why -> why + "; " + remedies.next(descriptor, kind))
                .or(() -> descriptor.lacking(placement));
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
    public void check(Contents contents) throws IOException {
        for (Map.Entry<Path, Artifact> one : pinned.entrySet()) {
            String sha256 = contents.sha256(one.getKey());
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

    /** The jars for a kind of device, as part of a class path. */
    public String classPath(String kind) {
        return jars.stream()
                .filter(jar -> !pinned.containsKey(jar)
                        || Objects.requireNonNull(pinned.get(jar)).isFor(kind))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
