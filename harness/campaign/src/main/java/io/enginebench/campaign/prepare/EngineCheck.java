package io.enginebench.campaign.prepare;

import io.enginebench.campaign.engine.Contents;
import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.campaign.engine.NativeCache;
import io.enginebench.campaign.process.ClassArchive;
import io.enginebench.campaign.process.Folders;
import io.enginebench.campaign.process.WorkerEnd;
import io.enginebench.campaign.process.WorkerEnvironment;
import io.enginebench.campaign.process.WorkerLauncher;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.Home;
import io.enginebench.ground.Scratch;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.engine.EngineSelfDescription;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.setting.Placement;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks an engine, in a process of its own, what it is; this also unpacks its natives once, before several workers would do
 * it at the same time, and has the classes of workers mapped.
 */
public final class EngineCheck {
    private final WorkerLauncher launcher;
    private final Consumer<String> say;
    private final Contents contents;
    private final Set<String> started = new HashSet<>();

    /**
     * A check of engines on this machine.
     *
     * @param say told of each engine before it is started for the first time, which may unpack a gigabyte
     */
    public EngineCheck(WorkerLauncher launcher, Consumer<String> say) {
        this.launcher = launcher;
        this.say = say;
        this.contents = Contents.of(launcher.home());
    }

    /** What starts the engines. */
    WorkerLauncher launcher() {
        return launcher;
    }

    /**
     * The engine as it runs here, or why it does not.
     *
     * @throws io.enginebench.ground.BenchException.Unfit if what was added or a library in the cache is not the engine's; it is not
     *     loaded
     */
    public Checked of(Placement placement) throws IOException, InterruptedException {
        InstalledEngine engine = launcher.engine(placement.engine());
        WorkerEnvironment environment = launcher.environment(placement, List.of());
        Optional<String> obstacle = launcher.obstacle(placement);
        if (obstacle.isPresent()) {
            return new Checked(placement, EngineStatus.UNSUPPORTED, obstacle.get(), null, null, launcher);
        }
        if (started.add(engine.descriptor().id())) {
            say.accept("starting " + engine.descriptor().id());
        }
        engine.check(contents);
        NativeCache.sweep(environment.natives());
        Map<Path, String> read = NativeCache.check(
                engine, launcher.home().libraries(engine.descriptor().nativesOf()), environment.natives(), contents);
        // Of a class path with the user's code it could be taken with no other.
        ClassArchive classes = launcher.classes(placement);
        Description described = describe(launcher.home().hasCode() ? List.of() : classes.made(), placement);
        classes.keep(described.end());
        EngineSelfDescription self = described.self();
        if (self == null) {
            EngineStatus status =
                    described.end().status() == CellStatus.UNSUPPORTED ? EngineStatus.UNSUPPORTED : EngineStatus.BROKEN;
            return new Checked(placement, status, described.end().reason(), null, null, launcher);
        }
        try {
            String sha256 = sha256(Path.of(self.libraryPath()), read);
            return new Checked(placement, EngineStatus.READY, described.end().reason(), self, sha256, launcher);
        } catch (IOException | InvalidPathException e) {
            String reason = launcher.home()
                    .withoutFolders("library must be a file that is there once the process has ended, got: "
                            + BenchException.messageOf(e));
            return new Checked(placement, EngineStatus.BROKEN, reason, null, null, launcher);
        }
    }

    /** That of the library which was loaded; hundreds of MB, so it is not read again where the check of the cache has read it. */
    private String sha256(Path library, Map<Path, String> read) throws IOException {
        String known = read.get(library.toRealPath());
        return known == null ? contents.sha256(library) : known;
    }

    /**
     * What unpacking an engine's natives takes: what a start in an empty folder takes longer than one after it in the same folder.
     * DJL unpacks and loads in one call, so the two cannot be read apart in one process.
     *
     * @param natives a folder for nothing else; deleted before and after
     * @return milliseconds; empty if the engine could not be started there
     */
    Optional<Double> unpackMillis(Placement placement, Path natives) throws IOException, InterruptedException {
        say.accept("timing how long "
                + launcher.engine(placement.engine()).descriptor().id() + " takes to unpack");
        Scratch.delete(natives); // What a campaign that was killed had left.
        try {
            List<String> elsewhere = WorkerEnvironment.nativesIn(natives);
            EngineSelfDescription first = describe(elsewhere, placement).self();
            EngineSelfDescription second = describe(elsewhere, placement).self();
            return first == null || second == null
                    ? Optional.empty()
                    : Optional.of(Math.max(0, first.startMillis() - second.startMillis()));
        } finally {
            Scratch.delete(natives);
        }
    }

    /** How an engine described itself; null if it could not. */
    private record Description(WorkerEnd end, @Nullable EngineSelfDescription self) {}

    private Description describe(List<String> changes, Placement placement) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.of("describe")) {
            Path folder = scratch.path();
            WorkerEnd end = launcher.run(
                    new Job.Describe(placement), new Folders(folder, folder, folder), changes, (event, seen) -> {});
            return new Description(
                    end,
                    end.status() == CellStatus.OK
                            ? Json.read(folder.resolve(WorkerFiles.DESCRIPTION), EngineSelfDescription.class)
                            : null);
        }
    }

    /**
     * What came of a check.
     *
     * @param self what the engine says of itself; null unless it is ready
     * @param librarySha256 of the library that it has loaded; null unless it is ready
     */
    public record Checked(
            Placement placement,
            EngineStatus status,
            @Nullable String reason,
            @Nullable EngineSelfDescription self,
            @Nullable String librarySha256,
            WorkerLauncher launcher) {
        /** How every cell of the engine ends if it is not ready; empty if it is. */
        Optional<Outcome.Ended> whyNot() {
            return status == EngineStatus.READY
                    ? Optional.empty()
                    : Optional.of(new Outcome.Ended(
                            status == EngineStatus.BROKEN ? CellStatus.FAILED : CellStatus.UNSUPPORTED,
                            Objects.requireNonNullElse(reason, status.json())));
        }

        /**
         * The same as a result has it.
         *
         * @param unpackMillis what unpacking the natives takes; null where it was not measured
         */
        public EngineRecord record(@Nullable Double unpackMillis) {
            InstalledEngine engine = launcher.engine(placement.engine());
            EngineDescriptor descriptor = engine.descriptor();
            WorkerEnvironment environment = launcher.environment(placement, List.of());
            Home home = launcher.home();
            Map<String, String> shown = new TreeMap<>();
            environment.variables().forEach((name, value) -> shown.put(name, home.withoutFolders(value)));
            return new EngineRecord(
                    placement.engine(),
                    descriptor.name(),
                    descriptor.version(),
                    descriptor.djlVersion(),
                    descriptor.trains() ? null : false,
                    status,
                    reason,
                    placement.division(),
                    self == null ? placement.device() : self.device(),
                    placement.dtype(),
                    self == null ? placement.threads() : self.numThreads(),
                    self == null ? null : self.version(),
                    self == null ? null : self.capabilities(),
                    self == null ? null : home.withoutFolders(self.libraryPath()),
                    librarySha256,
                    self == null ? null : (Double) self.startMillis(),
                    unpackMillis,
                    self == null ? null : self.sgemmGflops(),
                    engine.added() ? List.copyOf(engine.pinned().values()) : null,
                    shown,
                    environment.jvmOptions().stream().map(home::withoutFolders).toList(),
                    environment.removed());
        }
    }
}
