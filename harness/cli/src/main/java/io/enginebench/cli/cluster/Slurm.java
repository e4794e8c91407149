package io.enginebench.cli.cluster;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Unfit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Slurm's own programs.
 *
 * @param environment they are started in, over that of this process
 */
record Slurm(Map<String, String> environment) {
    private record Said(int exit, String text) {}

    private Said run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text.strip());
    }

    /**
     * Submits a script.
     *
     * @return the number of its job
     * @throws Unfit if there is no sbatch or it refuses
     */
    String submit(Path script, String... options) throws InterruptedException {
        Said said;
        try {
            said = run(Stream.concat(
                            Stream.of("sbatch", "--parsable"),
                            Stream.concat(Stream.of(options), Stream.of(script.toString())))
                    .toList());
        } catch (IOException e) {
            throw new Unfit("sbatch must be on the PATH, got: " + BenchException.messageOf(e)
                    + "; next: --dry-run prints the scripts for a machine that has it");
        }
        // Where there are several clusters, the cluster's name stands behind the number.
        String job = said.text().replaceFirst(";.*", "");
        if (said.exit() != 0 || !job.matches("[0-9]+")) {
            throw new Unfit(
                    "sbatch must take %s, got: %s".formatted(script, said.text().replaceAll("\\s*\\R\\s*", "; ")));
        }
        return job;
    }

    /** Takes a job out of the queue; none without a number, and a job that cannot be is left to its end. */
    void cancel(String job) throws InterruptedException {
        if (!job.isEmpty()) {
            try {
                run(List.of("scancel", job));
            } catch (IOException e) {
                // There is no scancel.
            }
        }
    }

    /** The states of an array's tasks that are in the queue; empty if squeue does not answer. */
    Optional<Map<Integer, String>> queue(String array) throws InterruptedException {
        try {
            Said said = run(List.of("squeue", "--me", "--noheader", "--array", "--format=%F %K %T"));
            if (said.exit() != 0) {
                return Optional.empty();
            }
            Map<Integer, String> states = new HashMap<>();
            said.text()
                    .lines()
                    .map(line -> line.strip().split(" ", -1))
                    .filter(task -> task.length == 3 && task[0].equals(array) && task[1].matches("[0-9]{1,9}"))
                    .forEach(task -> states.put(Integer.parseInt(task[1]), task[2].toLowerCase(Locale.ROOT)));
            return Optional.of(states);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
