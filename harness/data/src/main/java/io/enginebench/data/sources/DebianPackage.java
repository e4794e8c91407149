package io.enginebench.data.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Takes a data set out of a Debian or Ubuntu package without installing it and without root. */
final class DebianPackage {
    private static final long MINUTES = 5;

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
        if (run(scratch, "apt-get", "-q", "download", name) != 0) {
            // The system's package lists are missing or old, and only root may renew them; a private copy will do.
            Path lists =
                    Files.createDirectories(scratch.resolve("lists/partial")).getParent();
            String own = "Dir::State::Lists=" + lists;
            String cache = "Dir::Cache=" + scratch;
            if (run(scratch, "apt-get", "-q", "-o", own, "-o", cache, "update") != 0
                    || run(scratch, "apt-get", "-q", "-o", own, "-o", cache, "download", name) != 0) {
                throw new IOException("apt-get download " + name + " failed");
            }
        }
        Path archive;
        try (var files = Files.newDirectoryStream(scratch, "*.deb")) {
            archive = files.iterator().next();
        }
        Path root = scratch.resolve("root");
        if (run(scratch, "dpkg-deb", "-x", archive.toString(), root.toString()) != 0) {
            throw new IOException("dpkg-deb -x " + archive.getFileName() + " failed");
        }
        return root;
    }

    private static int run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(command[0] + " must end within " + MINUTES + " minutes, got no end");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
