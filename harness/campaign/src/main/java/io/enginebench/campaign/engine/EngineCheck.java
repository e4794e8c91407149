package io.enginebench.campaign.engine;

import io.enginebench.campaign.process.WorkerEnd;
import io.enginebench.campaign.process.WorkerEnvironment;
import io.enginebench.campaign.process.WorkerLauncher;
import io.enginebench.ground.Home;
import io.enginebench.ground.Scratch;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.WorkerFiles;
import io.enginebench.record.cell.WorkerJob;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.engine.EngineSelfDescription;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks an engine, in a process of its own, what it is; this also unpacks its natives once, before several workers would do
 * it at the same time.
 */
public final class EngineCheck {
    private final Home home;
    private final EngineCatalog engines;
    private final WorkerLauncher launcher;

    /** A check of the engines of a catalog. */
    public EngineCheck(Home home, EngineCatalog engines, WorkerLauncher launcher) {
        this.home = home;
        this.engines = engines;
        this.launcher = launcher;
    }

    /**
     * The engine as it runs here, or why it does not.
     *
     * @throws io.enginebench.ground.BenchException.Unfit if a library in the cache is not the engine's; it is not loaded
     */
    public EngineRecord of(String id, String device, int threads) throws IOException, InterruptedException {
        InstalledEngine engine = engines.byId(id);
        WorkerEnvironment environment = launcher.environment(engine, threads);
        Optional<String> obstacle = engine.obstacle(Platform.current(), device);
        if (obstacle.isPresent()) {
            return record(id, engine, environment, EngineStatus.UNSUPPORTED, obstacle.get(), null);
        }
        NativeCache.check(engine, environment.natives());
        Description described = describe(launcher, engine, device, threads);
        return record(
                id,
                engine,
                environment,
                described.self() != null
                        ? EngineStatus.READY
                        : described.end().status() == CellStatus.UNSUPPORTED
                                ? EngineStatus.UNSUPPORTED
                                : EngineStatus.BROKEN,
                described.end().reason(),
                described.self());
    }

    /**
     * An engine's record with the time that unpacking its natives takes: what a start in an empty folder takes longer than one
     * after it in the same folder. DJL unpacks and loads in one call, so the two cannot be read apart in one process.
     *
     * @param natives a folder for nothing else; deleted before and after
     */
    public EngineRecord withUnpackTime(EngineRecord ready, Path natives) throws IOException, InterruptedException {
        InstalledEngine engine = engines.byId(ready.id());
        Scratch.delete(natives); // What a campaign that was killed had left.
        try {
            WorkerLauncher elsewhere = launcher.with(WorkerEnvironment.nativesIn(natives));
            String device = Objects.requireNonNull(ready.device());
            int threads = Objects.requireNonNull(ready.numThreads());
            EngineSelfDescription first =
                    describe(elsewhere, engine, device, threads).self();
            EngineSelfDescription second =
                    describe(elsewhere, engine, device, threads).self();
            return first == null || second == null
                    ? ready
                    : ready.withNativeUnpack(Math.max(0, first.startMillis() - second.startMillis()));
        } finally {
            Scratch.delete(natives);
        }
    }

    /** How an engine described itself; null if it could not. */
    private record Description(WorkerEnd end, @Nullable EngineSelfDescription self) {}

    private static Description describe(WorkerLauncher launcher, InstalledEngine engine, String device, int threads)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("enginebench-describe");
        try {
            WorkerEnd end = launcher.run(engine, new WorkerJob.Describe(device, threads), folder, folder, event -> {});
            return new Description(
                    end,
                    end.status() == CellStatus.OK
                            ? Json.read(folder.resolve(WorkerFiles.DESCRIPTION), EngineSelfDescription.class)
                            : null);
        } finally {
            Scratch.delete(folder);
        }
    }

    private EngineRecord record(
            String id,
            InstalledEngine engine,
            WorkerEnvironment environment,
            EngineStatus status,
            @Nullable String reason,
            @Nullable EngineSelfDescription self) {
        EngineDescriptor descriptor = engine.descriptor();
        Map<String, String> shown = new TreeMap<>();
        environment.variables().forEach((name, value) -> shown.put(name, home.withoutFolders(value)));
        return new EngineRecord(
                id,
                descriptor.djlEngine(),
                descriptor.version(),
                descriptor.djlVersion(),
                status,
                reason == null ? null : home.withoutFolders(reason),
                self == null ? null : self.version(),
                self == null ? null : self.device(),
                self == null ? null : self.numThreads(),
                self == null ? null : self.capabilities(),
                self == null ? null : home.withoutFolders(self.libraryPath()),
                self == null ? null : self.librarySha256(),
                self == null ? null : self.startMillis(),
                null,
                shown,
                environment.jvmOptions().stream().map(home::withoutFolders).toList(),
                environment.removed());
    }
}
