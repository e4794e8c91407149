package io.enginebench.campaign.process;

import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.setting.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes of an engine's workers as Java maps them, so that a worker starts some tenths of a second sooner: those that the description of
 * the engine takes. It lies beside the program, one for each Java, in Java's own format; where the class path is another, Java does without.
 *
 * @param file where it is, or is to be
 * @param being where it is written first
 * @param jars what it is made of, so it must not be older
 */
public record ClassArchive(Path file, Path being, List<Path> jars) {
    private static final String FOLDER = ".worker-classes";

    /** That of an engine's workers in a placement. */
    static ClassArchive of(Home home, InstalledEngine engine, Placement placement) {
        Path folder = home.program().resolve(FOLDER);
        String name = "%s-%s-java-%s"
                .formatted(engine.descriptor().id(), placement.deviceKind(), System.getProperty("java.vm.version"));
        return new ClassArchive(
                folder.resolve(name),
                folder.resolve(name + "." + ProcessHandle.current().pid()),
                Stream.concat(engine.jars().stream(), Home.jars(home.workerLibrary()).stream())
                        .toList());
    }

    /** The option with which a worker takes its classes from it; none while there is none. */
    List<String> taken() {
        return isThere() ? List.of("-XX:SharedArchiveFile=" + file) : List.of();
    }

    /** The option with which a worker makes it when it ends; none if there is one, or where it cannot be. */
    public List<String> made() {
        if (isThere()) {
            return List.of();
        }
        try {
            Files.createDirectories(file.getParent());
            return List.of("-XX:ArchiveClassesAtExit=" + being);
        } catch (IOException e) {
            return List.of(); // A release that is not the user's own.
        }
    }

    /**
     * To be called when the worker that was to make it has ended.
     *
     * @param end of that worker
     */
    public void keep(WorkerEnd end) {
        try {
            if (end.status() == CellStatus.OK && end.seen().warning() == null && Files.exists(being)) {
                Files.move(being, file, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.deleteIfExists(being);
        } catch (IOException e) {
            // Workers start without it.
        }
    }

    private boolean isThere() {
        try {
            long made = Files.getLastModifiedTime(file).toMillis();
            for (Path jar : jars) {
                if (Files.getLastModifiedTime(jar).toMillis() > made) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
