package io.enginebench.campaign.run;

import io.enginebench.ground.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a program of the system says of the machine or of a folder, if it is there and answers. */
final class Said {
    private static final long SECONDS = 10;

    private Said() {}

    /**
     * What it prints.
     *
     * @param folder to run it in
     * @return empty if it is not there, fails or hangs, as a driver in trouble lets its program do
     */
    static Optional<String> by(Path folder, List<String> command) {
        try (Scratch scratch = Scratch.of("said")) {
            Path said = scratch.path().resolve("out.txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(said.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                process.getOutputStream().close();
                return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
                        ? Optional.of(new String(Files.readAllBytes(said), StandardCharsets.UTF_8))
                        : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
