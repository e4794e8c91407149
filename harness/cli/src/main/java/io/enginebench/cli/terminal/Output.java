package io.enginebench.cli.terminal;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.json.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Where a command's output goes: a file as a whole, a device or FIFO, or {@code -} for standard output.
 *
 * @param option by which the path was given
 */
public record Output(String option, Path path) {
    /**
     * The same, if it is none of what the command reads, by whatever path.
     *
     * @throws Usage if it is one of them, or a folder
     */
    public Output apartFrom(List<Path> inputs) throws IOException {
        for (Path input : inputs) {
            if (!isStandardOutput() && Files.exists(path) && Files.exists(input) && Files.isSameFile(path, input)) {
                throw new Usage(option, "another file than the result", path);
            }
        }
        if (!isStandardOutput() && Files.isDirectory(path)) {
            throw new Usage(option, "a file", "the folder " + path);
        }
        return this;
    }

    /** Whether it is {@code -}. */
    public boolean isStandardOutput() {
        return path.toString().equals("-");
    }

    /** Writes a text, in UTF-8 where it is to a file. */
    public void write(Program program, String text) {
        if (isStandardOutput()) {
            program.out().print(text);
        } else {
            write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Writes a file. */
    public void write(byte[] content) {
        try {
            AtomicFile.write(path, content);
        } catch (IOException e) {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                throw new Unfit("%s must be in a folder that is there, got %s; next: mkdir -p %s"
                        .formatted(option, path, path.getParent()));
            }
            String reason = e instanceof FileSystemException fault
                    ? Objects.requireNonNullElse(fault.getReason(), e.getClass().getSimpleName())
                    : BenchException.messageOf(e);
            throw new Unfit("%s must be somewhere that can be written to, got %s (%s)".formatted(option, path, reason));
        }
    }
}
