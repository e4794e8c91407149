package io.enginebench.campaign.adding;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.engine.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/**
 * Maven's repositories as the user's own settings name them: mirrors, proxies, the local repository. Maven itself need not be installed.
 *
 * @param offline whether only the local one is asked
 */
public record Repositories(boolean offline) {
    /**
     * Copies exactly some artifacts, and nothing that they depend on.
     *
     * @param to a folder for them; need not exist
     * @throws Unfit with the first reason if one cannot be had
     */
    void copy(List<Artifact> artifacts, Path to) throws IOException {
        ContextOverrides.Builder settings = ContextOverrides.create().withUserSettings(true);
        if (offline) { // Else the settings may say so.
            settings.offline(true);
        }
        try (Context context = Runtimes.INSTANCE.getRuntime().create(settings.build())) {
            Map<ArtifactRequest, Artifact> wanted = new HashMap<>();
            for (Artifact one : artifacts) {
                wanted.put(
                        new ArtifactRequest(
                                new DefaultArtifact(
                                        one.group(), one.name(), one.classifier(), one.type(), one.version()),
                                context.remoteRepositories(),
                                null),
                        one);
            }
            Files.createDirectories(to);
            for (ArtifactResult had :
                    context.repositorySystem().resolveArtifacts(context.repositorySystemSession(), wanted.keySet())) {
                Files.copy(
                        had.getArtifact().getFile().toPath(),
                        to.resolve(Objects.requireNonNull(wanted.get(had.getRequest()))
                                .file()));
            }
        } catch (ArtifactResolutionException e) {
            throw new Unfit(
                    "all files must be had from Maven's repositories, got: %s".formatted(BenchException.messageOf(e)));
        }
    }
}
