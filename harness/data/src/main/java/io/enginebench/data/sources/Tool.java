package io.enginebench.data.sources;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the system that fetches something. */
final class Tool {
    private static final long MINUTES = 5;

    private Tool() {}

    /**
     * Runs it without input; what it prints is nobody's.
     *
     * @throws IOException if it is not there, fails or does not end
     */
    static void run(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(command.get(0) + " must end within " + MINUTES + " minutes, got no end");
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
