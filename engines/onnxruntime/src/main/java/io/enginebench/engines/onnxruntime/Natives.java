package io.enginebench.engines.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import io.enginebench.engines.spi.UnsupportedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The native libraries in a folder that stays, where they can be checked before each start. ONNX Runtime itself would unpack them anew
 * into a temporary folder in every process.
 */
final class Natives {
    private static final String FOLDER = "onnxruntime.native.path";
    private static final String LIBRARY = "onnxruntime";
    private static final List<String> LIBRARIES = List.of(LIBRARY, "onnxruntime4j_jni");
    /** Those that ONNX Runtime loads for a GPU, from the folder in which it is itself. */
    private static final List<String> FOR_CUDA = List.of("onnxruntime_providers_shared", "onnxruntime_providers_cuda");

    private Natives() {}

    /**
     * Unpacks what is not there yet and has ONNX Runtime load it from there; to be called before any class of it is used.
     *
     * @param cuda whether a GPU is to be used
     * @return the library's file
     * @throws UnsupportedException if the jar has no such libraries
     */
    static Path prepare(Path cache, boolean cuda) {
        String platform = platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        Path folder = cache.resolve(LIBRARY + "-" + platform);
        try {
            Files.createDirectories(folder);
            for (String name : Stream.concat(LIBRARIES.stream(), cuda ? FOR_CUDA.stream() : Stream.of())
                    .toList()) {
                String file = System.mapLibraryName(name);
                unpack("/ai/onnxruntime/native/" + platform + "/" + file, cache, folder.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setProperty(FOLDER, folder.toString());
        return folder.resolve(System.mapLibraryName(LIBRARY));
    }

    /** As ONNX Runtime names them in its jar. */
    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String shortOs = os.startsWith("mac") ? "osx" : os.startsWith("win") ? "win" : os;
        return shortOs + "-" + (osArch.equals("amd64") || osArch.equals("x86_64") ? "x64" : osArch);
    }

    /** Whole or not at all, whoever else does the same. */
    private static void unpack(String packed, Path cache, Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        // Not in the folder: what a killed process leaves would be taken for a library that is not ONNX Runtime's.
        Path part = Files.createTempFile(cache, "unpacking", null);
        try (InputStream in = OrtEnvironment.class.getResourceAsStream(packed)) {
            if (in == null) {
                throw new UnsupportedException(
                        "libraries of ONNX Runtime must be in its jar for this platform and device, got none at "
                                + packed);
            }
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
