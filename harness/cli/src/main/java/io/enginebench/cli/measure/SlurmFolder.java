package io.enginebench.cli.measure;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.json.Json;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a plan that Slurm runs: {@code share-1} and so on, {@code merged}, and {@code slurm} with the scripts, what the jobs said, and
 * {@code jobs.json} once they are submitted.
 *
 * @param path absolute
 */
record SlurmFolder(Path path) {
    private static final String JOBS = "jobs.json";

    SlurmFolder {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * What was submitted.
     *
     * @param array number of the job whose tasks are the shares
     * @param merge number of the job that puts them together
     * @param shares how many
     */
    record Submitted(String array, String merge, int shares) {}

    /**
     * Refuses a path that Slurm would read otherwise, or where something is already.
     *
     * @throws Usage if it is one
     */
    void refuseUnlessNew() throws IOException {
        if (!path.toString().matches("[^%\"\\\\\\p{Cntrl}]+")) {
            throw new Usage("--out", "a folder without %, quotes and backslashes in its name, for Slurm", path);
        }
        if (Files.exists(path)) {
            if (!Files.isDirectory(path)) {
                throw new Usage("--out", "a folder", "the file " + path);
            }
            try (Stream<Path> entries = Files.list(path)) {
                if (entries.findAny().isPresent()) {
                    throw new Usage("--out", "a new or empty folder", path + " with files in it");
                }
            }
        }
    }

    Path share(int number) {
        return path.resolve("share-" + number);
    }

    Path merged() {
        return path.resolve("merged");
    }

    private Path scripts() {
        return path.resolve("slurm");
    }

    /** Writes a script and returns its file. */
    Path write(String name, String script) throws IOException {
        return Files.writeString(Files.createDirectories(scripts()).resolve(name), script);
    }

    void write(Submitted jobs) throws IOException {
        Json.write(scripts().resolve(JOBS), jobs);
    }

    /**
     * What was submitted.
     *
     * @throws BadInput if nothing was
     */
    Submitted submitted() throws IOException {
        Path file = scripts().resolve(JOBS);
        if (!Files.isRegularFile(file)) {
            throw new BadInput("DIR must be a folder that ./bench slurm made, got " + path + " without slurm/" + JOBS);
        }
        return Json.read(file, Submitted.class);
    }

    /**
     * The script of the job whose tasks are the shares. A share has its node to itself and is not begun again by Slurm, which would time its
     * rounds on two days; natives are unpacked on the node by the campaign, before anything is timed.
     *
     * @param launcher start of the command line
     * @param arguments of the command
     * @param options further lines of sbatch
     */
    String shares(List<String> launcher, List<String> arguments, int shares, List<String> options) {
        return script(Stream.concat(
                                Stream.of("--job-name=enginebench", "--array=1-" + shares),
                                Stream.concat(
                                        options.stream(),
                                        Stream.of(
                                                "--nodes=1",
                                                "--exclusive",
                                                "--no-requeue",
                                                "--output=\"%s\""
                                                        .formatted(scripts().resolve("share-%a.log")))))
                        .toList())
                + "exec %s %s --shard \"$SLURM_ARRAY_TASK_ID/%d\" --out %s-\"$SLURM_ARRAY_TASK_ID\"\n"
                        .formatted(
                                Words.shell(launcher),
                                Words.shell(arguments),
                                shares,
                                Words.shell(List.of(path.resolve("share").toString())));
    }

    /** The script of the job that puts the shares together, whatever became of them. */
    String merge(List<String> launcher, List<String> options) {
        return script(Stream.concat(
                                Stream.of("--job-name=enginebench-merge"),
                                Stream.concat(
                                        options.stream(),
                                        Stream.of(
                                                "--nodes=1",
                                                "--ntasks=1",
                                                "--output=\"%s\""
                                                        .formatted(scripts().resolve("merge.log")))))
                        .toList())
                + "exec %s merge %s-* --out %s\n"
                        .formatted(
                                Words.shell(launcher),
                                Words.shell(List.of(path.resolve("share").toString())),
                                Words.shell(List.of(merged().toString())));
    }

    private static String script(List<String> options) {
        StringBuilder script = new StringBuilder("#!/bin/sh\n");
        options.forEach(option -> script.append("#SBATCH ").append(option).append('\n'));
        return script.toString();
    }
}
