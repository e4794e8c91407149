package io.enginebench.engines.tensorflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The native libraries in a folder of the engine's, where they can be checked before each start. JavaCPP, which unpacks them, takes one in
 * the user's home otherwise.
 */
final class Natives {
    private static final String FOLDER = "org.bytedeco.javacpp.cachedir";
    private static final String GPU = "-gpu";
    private static final String LIBRARY = "libtensorflow_cc.";

    private Natives() {}

    /** Has JavaCPP unpack into the folder; to be called before any class of TensorFlow is used. */
    static void unpackInto(Path cache) {
        System.setProperty(FOLDER, cache.toString());
    }

    /**
     * The library's file, which is there once TensorFlow has been used.
     *
     * @param gpu whether it is that for a GPU, which lies in a folder of its own
     */
    static Path library(Path cache, boolean gpu) {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.getFileName().toString().startsWith(LIBRARY))
                    .filter(file -> !Files.isSymbolicLink(file))
                    .filter(file -> String.valueOf(file.getParent()).endsWith(GPU) == gpu)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "the folder of natives must have " + LIBRARY + "*, got none in " + cache));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
