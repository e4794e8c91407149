package io.enginebench.campaign.adding;

import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.campaign.engine.OptInEngine;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Home;
import io.enginebench.ground.OwnFolder;
import io.enginebench.record.Check;
import io.enginebench.record.array.Digest;
import io.enginebench.record.engine.Artifact;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adds engines to this user's cache and removes them: each whole or not at all, and of files only those that carry our mark. One
 * process at a time may do so.
 */
public record Additions(Home home) {
    private static final String ASIDE = ".adding-";

    /** Whether an engine is here, for some kinds of device, with every file as its recipe tells; reads all of them. */
    public boolean isAdded(OptInEngine engine, List<String> devices) throws IOException {
        Optional<InstalledEngine> here = engine.installed();
        if (here.isEmpty() || !here.get().devices().containsAll(devices)) {
            return false;
        }
        for (Map.Entry<Path, Artifact> file : here.get().pinned().entrySet()) {
            if (!Digest.ofFile(file.getKey()).equals(file.getValue().sha256())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Goes on only if an engine can be put where it belongs.
     *
     * @throws Unfit if there are no natives for this platform, something of somebody else is in its place, or there is no room
     */
    public void refuseUnlessRoom(OptInEngine engine, List<String> devices) throws IOException {
        String id = engine.descriptor().id();
        engine.obstacle(devices).ifPresent(why -> {
            throw new Unfit("engine " + id + ": " + why);
        });
        if (Files.exists(engine.folder(), LinkOption.NOFOLLOW_LINKS) && !OwnFolder.is(engine.folder())) {
            throw new Unfit("folder " + engine.folder() + " must be free for engine " + id
                    + ", got one that enginebench did not make");
        }
        Files.createDirectories(home.addedEngines());
        long wanted = Artifact.bytes(engine.artifacts(devices));
        long free = Files.getFileStore(home.addedEngines()).getUsableSpace();
        if (free < wanted) {
            throw new Unfit("folder %s must have room for the %,d bytes of engine %s, got %,d"
                    .formatted(home.addedEngines(), wanted, id, free));
        }
    }

    /**
     * Fetches an engine's artifacts, checks each and puts them in their place, where what was damaged goes.
     *
     * @param devices the kinds of device that it is to be used on
     * @throws Unfit if they cannot be had; nothing has changed then
     * @throws BadInput if one of them is not what the recipe tells; likewise
     */
    public void add(OptInEngine engine, List<String> devices, Repositories repositories) throws IOException {
        refuseUnlessRoom(engine, devices);
        deleteWhatOthersLeft();
        Path aside = Files.createTempDirectory(home.addedEngines(), ASIDE);
        OwnFolder.mark(aside);
        try {
            repositories.copy(engine.artifacts(devices), aside.resolve("lib"));
            for (Map.Entry<Path, Artifact> file :
                    engine.in(aside, devices).pinned().entrySet()) {
                check(engine, file.getKey(), file.getValue());
            }
            Path natives = Home.natives(home.cache(), engine.descriptor().nativesOf());
            Files.createDirectories(natives.getParent());
            if (!Files.exists(natives, LinkOption.NOFOLLOW_LINKS)) {
                OwnFolder.create(natives);
            }
            OwnFolder.delete(engine.folder());
            Files.move(aside, engine.folder(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            OwnFolder.delete(aside);
        }
    }

    private static void check(OptInEngine engine, Path file, Artifact artifact) throws IOException {
        String sha256 = Digest.ofFile(file);
        if (!sha256.equals(artifact.sha256())) {
            throw new BadInput("%s of engine %s must have the SHA-256 %s, got %s (%,d bytes); nothing was added"
                    .formatted(
                            artifact.coordinates(),
                            engine.descriptor().id(),
                            artifact.sha256(),
                            sha256,
                            Files.size(file)));
        }
    }

    /** What processes that were killed had not finished. */
    private void deleteWhatOthersLeft() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(home.addedEngines(), ASIDE + "*")) {
            left.forEach(OwnFolder::delete);
        }
    }

    /** Of the engines that are here, whatever is left of them. */
    public List<String> ids() throws IOException {
        if (!Files.isDirectory(home.addedEngines())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(home.addedEngines())) {
            return folders.filter(OwnFolder::is)
                    .map(folder -> folder.getFileName().toString())
                    .filter(Check::isId)
                    .sorted()
                    .toList();
        }
    }

    /**
     * Removes what is here of an engine: its artifacts, and the natives that it has unpacked.
     *
     * @return the folders that are gone
     * @throws Unfit if a folder of its name is not ours
     */
    public List<Path> remove(String id) {
        List<Path> there = List.of(home.addedEngines().resolve(id), Home.natives(home.cache(), id)).stream()
                .filter(folder -> Files.exists(folder, LinkOption.NOFOLLOW_LINKS))
                .toList();
        for (Path folder : there) {
            if (!OwnFolder.is(folder)) {
                throw new Unfit("folder " + folder + " must be one that enginebench made, got one without its mark; "
                        + "next: look at it and delete it yourself");
            }
        }
        there.forEach(OwnFolder::delete);
        return there;
    }
}
