package io.enginebench.campaign.run;

import io.enginebench.record.run.Environment.Gpu;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The program that comes with NVIDIA's driver and tells of the cards.
 *
 * @param program its file; empty where there is none
 */
record NvidiaSmi(Optional<Path> program) {
    private static final List<String> QUERY = List.of(
            "--query-gpu=index,name,driver_version,memory.total,clocks.max.sm,compute_cap",
            "--format=csv,noheader,nounits");
    private static final int MEBIBYTE = 1 << 20;

    /** That of the path. */
    static NvidiaSmi ofThisMachine() {
        String name = File.separatorChar == '\\' ? "nvidia-smi.exe" : "nvidia-smi";
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return new NvidiaSmi(Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst());
    }

    /** The cards in the order of their numbers; none where the program is not there, fails, hangs or says something else. */
    List<Gpu> gpus() {
        return program.flatMap(NvidiaSmi::output).map(NvidiaSmi::read).orElse(List.of());
    }

    private static Optional<String> output(Path program) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(QUERY);
        @Nullable Process process = null;
        try {
            Path said = Files.createTempFile("enginebench-nvidia-smi", ".csv");
            try {
                process = new ProcessBuilder(command)
                        .redirectOutput(said.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                process.getOutputStream().close();
                // A driver in trouble lets it hang.
                return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
                        ? Optional.of(Files.readString(said, StandardCharsets.ISO_8859_1))
                        : Optional.empty();
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private static List<Gpu> read(String csv) {
        try {
            List<Gpu> gpus = new ArrayList<>();
            for (CSVRecord line : CSVFormat.DEFAULT
                    .builder()
                    .setIgnoreSurroundingSpaces(true)
                    .get()
                    .parse(new StringReader(csv))) {
                @Nullable Integer memory = number(line.get(3));
                gpus.add(new Gpu(
                        Integer.parseInt(line.get(0)),
                        line.get(1),
                        line.get(2),
                        memory == null ? null : (long) memory * MEBIBYTE,
                        number(line.get(4)),
                        line.get(5).startsWith("[") ? null : line.get(5)));
            }
            return gpus;
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    /** What a card does not tell stands as a text in brackets. */
    private static @Nullable Integer number(String text) {
        return text.startsWith("[") ? null : Integer.valueOf(text);
    }
}
