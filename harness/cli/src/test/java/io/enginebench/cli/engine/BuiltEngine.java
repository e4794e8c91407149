package io.enginebench.cli.engine;

import io.enginebench.cli.BrokenEngine;
import io.enginebench.cli.Session;
import io.enginebench.ground.Home;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** A build of the program with one more engine, made of its sources. */
final class BuiltEngine {
    private BuiltEngine() {}

    /**
     * Makes the build.
     *
     * @param folder empty
     * @param descriptor the text of {@code engine.json}
     * @param type the driver's full name
     * @param source the text of its class
     * @param service the text of the file that names it
     */
    static Home in(Path folder, String id, String descriptor, String type, String source, String service)
            throws IOException {
        Path app = BrokenEngine.program(folder).resolve("engines/" + id + "/target/app");
        Path library = Files.createDirectories(app.resolve("lib"));
        Files.writeString(app.resolve("engine.json"), descriptor);
        // DJL's api, with which networks are defined: that of an engine that has nothing else of DJL's.
        for (Path jar : BrokenEngine.jars(Session.HOME.resolve("engines/onnxruntime/target/app/lib"))
                .filter(jar -> !jar.getFileName().toString().contains("onnxruntime"))
                .toList()) {
            Files.createSymbolicLink(library.resolve(jar.getFileName().toString()), jar);
        }
        Path classes = folder.resolve("classes");
        BrokenEngine.compile(library, type, source, classes);
        Path jar = library.resolve(id + ".jar");
        BrokenEngine.pack(classes, jar);
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Path services = Files.createDirectories(zip.getPath("/META-INF/services"));
            Files.writeString(services.resolve("io.enginebench.engines.spi.EngineDriver"), service);
        }
        return BrokenEngine.home(folder);
    }
}
