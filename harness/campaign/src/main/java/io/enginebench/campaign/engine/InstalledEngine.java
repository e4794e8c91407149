package io.enginebench.campaign.engine;

import io.enginebench.record.engine.EngineDescriptor;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An engine's folder.
 *
 * @param folder holds {@code engine.json} and {@code lib}
 */
public record InstalledEngine(EngineDescriptor descriptor, Path folder) {
    /**
     * Why the engine cannot be used on a platform and device, as far as its folder tells; empty if it may.
     *
     * @param platform {@code linux-x86_64} and the like
     * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
     */
    public Optional<String> obstacle(String platform, String device) {
        if (!descriptor.platforms().contains(platform)) {
            return Optional.of("there are no natives of %s %s for %s, only for %s"
                    .formatted(
                            descriptor.name(),
                            descriptor.version(),
                            platform,
                            String.join(", ", descriptor.platforms())));
        }
        String kind = device.replaceFirst(":.*", "");
        if (!descriptor.devices().contains(kind)) {
            return Optional.of("device must be %s for engine %s, whose folder holds no natives for another, got %s"
                    .formatted(String.join(" or ", descriptor.devices()), descriptor.id(), device));
        }
        return Optional.empty();
    }

    /** The jars, as a class path entry. */
    public String classPath() {
        return folder.resolve("lib") + "/*";
    }
}
