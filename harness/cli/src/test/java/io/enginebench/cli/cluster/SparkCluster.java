package io.enginebench.cli.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cluster of Spark on this machine, of the jars in {@code SPARK_HOME}. Each worker has a temporary folder, as machines have, so that both may run
 * a campaign.
 */
final class SparkCluster implements AutoCloseable {
    /** What Spark's own script comes to: its launcher prints the words of the command line, each with a NUL at its end. */
    private static final String SPARK_CLASS = """
            #!/bin/bash
            mapfile -d '' -t words < <("$JAVA_HOME/bin/java" -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@")
            [ -n "${words[0]}" ] || words=("${words[@]:1}")
            words[0]=${words[0]#$'\\n'}
            exec "${words[@]}"
            """;

    private static final String SPARK_SUBMIT = """
            #!/bin/sh
            exec "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.SparkSubmit "$@"
            """;

    private final Daemons daemons;
    private final Path home;

    private SparkCluster(Daemons daemons, Path home) {
        this.daemons = daemons;
        this.home = home;
    }

    /** Spark without a daemon; the test is skipped where there is no Spark. */
    static SparkCluster idle() throws IOException {
        String given = System.getenv().getOrDefault("SPARK_HOME", "");
        assumeTrue(
                !given.isEmpty() && Files.isDirectory(Path.of(given, "jars")),
                "no SPARK_HOME with a folder jars; .ci/run makes one");
        Daemons daemons = Daemons.of("spark");
        Path home = Path.of(given).toRealPath();
        if (!Files.exists(home.resolve("bin/spark-submit"))) { // Maven's repositories have the jars alone.
            Path jars = home.resolve("jars");
            home = Files.createDirectories(daemons.folder().resolve("home"));
            Files.createSymbolicLink(home.resolve("jars"), jars);
            Path programs = Files.createDirectory(home.resolve("bin"));
            for (Map.Entry<String, String> script : Map.of("spark-class", SPARK_CLASS, "spark-submit", SPARK_SUBMIT)
                    .entrySet()) {
                Path file = Files.writeString(programs.resolve(script.getKey()), script.getValue());
                assumeTrue(file.toFile().setExecutable(true));
            }
        }
        return new SparkCluster(daemons, home);
    }

    /** Starts a master and two workers of one core. */
    static SparkCluster start() throws IOException, InterruptedException {
        SparkCluster cluster = idle();
        try {
            cluster.begin();
        } catch (IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void begin() throws IOException, InterruptedException {
        int port = Daemons.freePorts(1).get(0);
        daemons.start(
                "master",
                environment("master"),
                spark("master.Master", "--port", Integer.toString(port), "--webui-port", "0"));
        daemons.await("the master listens", () -> daemons.said("master").contains("spark://127.0.0.1:" + port));
        for (String worker : List.of("worker-1", "worker-2")) {
            daemons.start(
                    worker,
                    environment(worker),
                    spark(
                            "worker.Worker",
                            "--cores",
                            "1",
                            "--memory",
                            "1g",
                            "--webui-port",
                            "0",
                            "--work-dir",
                            daemons.folder().resolve(worker).toString(),
                            master()));
        }
        daemons.await(
                "both workers are there", () -> daemons.said("master").split("Registering worker", -1).length == 3);
    }

    private List<String> spark(String daemon, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/spark-class").toString(),
                "org.apache.spark.deploy." + daemon,
                "--host",
                "127.0.0.1"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The address of the master. */
    String master() throws IOException {
        return daemons.said("master").replaceFirst("(?s).*(spark://127\\.0\\.0\\.1:[0-9]+).*", "$1");
    }

    /**
     * The environment of a process of Spark.
     *
     * @param machine whose temporary folder it has
     */
    Map<String, String> environment(String machine) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("SPARK_HOME", home.toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary(machine));
        return environment;
    }

    /** The temporary folder of a machine. */
    Path temporary(String machine) throws IOException {
        return Files.createDirectories(daemons.folder().resolve("tmp-" + machine));
    }

    Path folder() {
        return daemons.folder();
    }

    Daemons daemons() {
        return daemons;
    }

    @Override
    public void close() throws InterruptedException {
        Daemons.end(daemons.folder().resolve("run"));
        daemons.close();
    }
}
