package io.enginebench.campaign.adding;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Proxies;
import io.enginebench.record.engine.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Maven's repositories as the user's own settings name them: mirrors, proxies, the local repository. Maven itself need not be installed.
 *
 * @param offline whether only the local one is asked
 * @param proxies by way of which the others are asked, where the settings name no proxy
 * @param user the folder of the user's settings and local repository; null for the usual one
 */
public record Repositories(
        boolean offline, Proxies proxies, @Nullable Path user) {
    /** Those of the user who runs this. */
    public Repositories(boolean offline, Proxies proxies) {
        this(offline, proxies, null);
    }

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
        if (user != null) {
            settings.withMavenUserHomeOverride(user);
        }
        try (Context context = Runtimes.INSTANCE.getRuntime().create(settings.build())) {
            List<RemoteRepository> repositories = reached(context);
            Map<ArtifactRequest, Artifact> wanted = new HashMap<>();
            for (Artifact one : artifacts) {
                wanted.put(
                        new ArtifactRequest(
                                new DefaultArtifact(
                                        one.group(), one.name(), one.classifier(), one.type(), one.version()),
                                repositories,
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

    private static Proxy mavens(Proxies.Proxy proxy) {
        Proxies.Login login = proxy.login();
        return new Proxy(
                Proxy.TYPE_HTTP,
                proxy.host(),
                proxy.port(),
                login == null
                        ? null
                        : new AuthenticationBuilder()
                                .addUsername(login.user())
                                .addPassword(login.password())
                                .build());
    }

    /** Maven itself knows no other proxy than that of its settings. */
    private List<RemoteRepository> reached(Context context) {
        if (offline || context.httpProxy() != null) {
            return context.remoteRepositories();
        }
        try {
            List<RemoteRepository> reached = new ArrayList<>();
            for (RemoteRepository one : context.remoteRepositories()) {
                Optional<Proxy> proxy =
                        proxies.of(one.getProtocol(), one.getHost()).map(Repositories::mavens);
                reached.add(
                        proxy.isEmpty()
                                ? one
                                : new RemoteRepository.Builder(one)
                                        .setProxy(proxy.get())
                                        .build());
            }
            return reached;
        } catch (IOException e) {
            throw new Unfit(BenchException.messageOf(e));
        }
    }
}
