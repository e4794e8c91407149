package io.enginebench.cli.cluster;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Unfit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Spark's own program, of the cluster's version: that of the folder in {@code SPARK_HOME}, else that on the path.
 *
 * @param environment it is started in, over that of this process
 */
record Spark(Map<String, String> environment) {
    private static final String MAIN = "io.enginebench.spark.SharesOnSpark";
    private static final String SAID = "bench: ";

    /**
     * The command line that submits an application whose tasks have an executor each to themselves and are not tried again.
     *
     * @param cores of an executor
     * @param settings further ones of Spark, each {@code NAME=VALUE}
     * @param words for the application
     */
    List<String> command(String master, int cores, List<String> settings, Path jar, List<String> words) {
        String home = environment.getOrDefault("SPARK_HOME", "");
        List<String> command = new ArrayList<>(List.of(
                home.isEmpty()
                        ? "spark-submit"
                        : Path.of(home, "bin", "spark-submit").toString()));
        command.addAll(List.of("--master", master, "--deploy-mode", "client", "--name", "enginebench"));
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(
                "spark.executor.cores=" + cores,
                "spark.task.cpus=" + cores,
                "spark.task.maxFailures=1",
                "spark.speculation=false",
                "spark.driver.maxResultSize=0",
                "spark.rpc.message.maxSize=2047",
                "spark.serializer=org.apache.spark.serializer.JavaSerializer"));
        all.forEach(setting -> command.addAll(List.of("--conf", setting)));
        command.addAll(List.of("--class", MAIN, jar.toString()));
        command.addAll(words);
        return command;
    }

    /**
     * Runs an application to its end.
     *
     * @param log gets what Spark says
     * @param said gets what the application says, line by line
     * @param started gets the process, which may be ended
     * @throws Unfit if there is no such program
     */
    int run(List<String> command, Path log, Consumer<String> said, Consumer<Process> started)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new Unfit("spark-submit of the cluster's Spark must be in SPARK_HOME/bin or on the PATH, got: "
                    + BenchException.messageOf(e));
        }
        started.accept(process);
        process.getOutputStream().close();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(SAID)) {
                    said.accept(line.substring(SAID.length()));
                }
            }
        }
        return process.waitFor();
    }
}
