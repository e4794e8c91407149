package io.enginebench.data.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Takes a data set out of a Debian or Ubuntu package without installing it and without root. */
final class DebianPackage {
    private DebianPackage() {}

    /** Whether this system has the tools. */
    static boolean available() {
        return Files.isExecutable(Path.of("/usr/bin/apt-get")) && Files.isExecutable(Path.of("/usr/bin/dpkg-deb"));
    }

    /**
     * Unpacks a package.
     *
     * @param scratch an empty folder, which the caller deletes
     * @return the folder that stands for {@code /}
     * @throws IOException if the package cannot be had
     */
    static Path unpack(String name, Path scratch) throws IOException, InterruptedException {
        download(name, scratch);
        Path archive;
        try (var files = Files.newDirectoryStream(scratch, "*.deb")) {
            archive = files.iterator().next();
        }
        Path root = scratch.resolve("root");
        Tool.run(scratch, List.of("dpkg-deb", "-x", archive.toString(), root.toString()));
        return root;
    }

    private static void download(String name, Path scratch) throws IOException, InterruptedException {
        try {
            Tool.run(scratch, List.of("apt-get", "-q", "download", name));
        } catch (IOException e) {
            // The system's package lists are missing or old, and only root may renew them; a private copy will do.
            Path lists =
                    Files.createDirectories(scratch.resolve("lists/partial")).getParent();
            String own = "Dir::State::Lists=" + lists;
            String cache = "Dir::Cache=" + scratch;
            Tool.run(scratch, List.of("apt-get", "-q", "-o", own, "-o", cache, "update"));
            Tool.run(scratch, List.of("apt-get", "-q", "-o", own, "-o", cache, "download", name));
        }
    }
}
