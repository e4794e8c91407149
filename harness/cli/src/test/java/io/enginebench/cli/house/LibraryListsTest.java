package io.enginebench.cli.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.cli.Session;
import io.enginebench.ground.Home;
import io.enginebench.record.array.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** {@code engines/natives/ID.sha256} against what Maven brought. */
class LibraryListsTest {
    private static final Pattern LIBRARY = Pattern.compile("(?:.*/)?([^/]+\\.(?:so(?:\\.[^/]*)?|dylib|dll))");

    @Test
    void everyLibraryOfABuiltEngineIsInItsList() throws IOException {
        Home home = new Home(Session.HOME, Session.CACHE);
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (InstalledEngine engine : EngineCatalog.read(home).all()) {
            // Those of a variant are the engine's, and one that was added is held to its recipe.
            if (engine.added() || engine.descriptor().variant() != null) {
                continue;
            }
            String list = Files.readString(
                    home.libraries(engine.descriptor().nativesOf()).orElseThrow());
            for (Path jar : engine.jars()) {
                if (jar.getFileName().toString().startsWith("jna-")) {
                    continue; // Unpacks beside the engine's, afresh each time.
                }
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    for (ZipEntry entry : Collections.list(zip.entries())) {
                        Matcher name = LIBRARY.matcher(entry.getName());
                        if (name.matches() && !entry.getName().contains(".dSYM/")) {
                            found++;
                            try (InputStream in = zip.getInputStream(entry)) {
                                String line = Digest.of(in) + "  " + name.group(1);
                                if (!list.contains(line + "\n")) {
                                    missing.add(engine.descriptor().id() + ": " + line);
                                }
                            }
                        }
                    }
                }
            }
        }
        assertTrue(found > 0, "libraries of built engines");
        assertEquals(List.of(), missing, "stale; next: engines/natives/list JAR... > engines/natives/ID.sha256");
    }
}
