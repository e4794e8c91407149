package io.enginebench.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/** The task: runs a share as a process of its own on the executor's machine. Nothing that happens to the process is the task's failure. */
final class RunShare implements Function<ShareStart, ShareEnd> {
    private static final long serialVersionUID = 1L;

    /** The process ends with the executor, however that ends: its standard input is then at its end. A campaign that is told to end reports first. */
    private static final String WATCHED = """
            exec 3<&0
            "$@" </dev/null 3<&- &
            command=$!
            { cat <&3 >/dev/null; kill "$command"; } 2>/dev/null &
            watch=$!
            wait "$command"
            code=$?
            kill "$watch" 2>/dev/null
            exit "$code"
            """;

    private final Asked asked;
    private final String application;

    RunShare(Asked asked, String application) {
        this.asked = asked;
        this.application = application;
    }

    @Override
    public ShareEnd call(ShareStart start) throws IOException, InterruptedException {
        String host = InetAddress.getLocalHost().getHostName();
        if (TaskContext.get().attemptNumber() > 0) {
            // Its rounds would be of two hours, and what runs it may not be gone.
            return ShareEnd.of("is lost: its executor went before it ended");
        }
        try {
            return asked.copied() ? copied(start, host) : inPlace(start.share(), host);
        } catch (IOException | UncheckedIOException e) {
            return ShareEnd.of("did not run on %s: %s".formatted(host, e));
        }
    }

    private ShareEnd inPlace(int share, String host) throws IOException, InterruptedException {
        Path folder = asked.share(share);
        if (!Files.isDirectory(Path.of(asked.folder()))) {
            return ShareEnd.of(
                    "did not run: %s must be there on %s, got none; next: --copy".formatted(asked.folder(), host));
        }
        Path log = Files.createDirectories(Path.of(asked.folder(), "spark")).resolve("share-" + share + ".log");
        return ShareEnd.of(run(share, folder, log, host));
    }

    private ShareEnd copied(ShareStart start, String host) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory("enginebench-share-");
        Path folder = own.resolve("share-" + start.share());
        if (start.left() != null) {
            try {
                start.left().into(folder);
            } catch (IOException e) {
                delete(own);
                throw e;
            }
        }
        String words = run(start.share(), folder, own.resolve("log"), host);
        PackedFolder left = null;
        if (ShareStart.isBegun(folder)) {
            try {
                left = PackedFolder.of(folder);
            } catch (IOException | OutOfMemoryError e) {
                return ShareEnd.of(
                        "%s; its folder could not be sent and is left there in %s: %s".formatted(words, folder, e));
            }
        }
        delete(own);
        return new ShareEnd(words, left);
    }

    /** As far as it can be; the rest is the machine's to clear with its temporary folder. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            // A process that has not heard of its campaign's end may still write there: no result is lost by that.
        }
    }

    /** Runs or resumes a share and says how it ended. */
    private String run(int share, Path folder, Path log, String host) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WATCHED, "bench"));
        command.addAll(asked.command());
        command.addAll(List.of("--shard", share + "/" + asked.of()));
        command.addAll(List.of(ShareStart.isBegun(folder) ? "--resume" : "--out", folder.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Path directory = Path.of(asked.directory());
        if (Files.isDirectory(directory)) {
            builder.directory(directory.toFile());
        }
        builder.environment().put("ENGINEBENCH_JOB", "spark " + application);
        Process process = builder.start();
        try {
            int code = process.waitFor();
            return switch (code) {
                case 0 -> "is done, on " + host;
                case 3 -> "is done, on %s; some cells failed".formatted(host);
                default -> "ended on %s with %d: %s".formatted(host, code, lastLine(log));
            };
        } finally {
            process.getOutputStream().close();
        }
    }

    private static String lastLine(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("bench: "))
                .reduce((first, last) -> last)
                .orElse("it said nothing");
    }
}
