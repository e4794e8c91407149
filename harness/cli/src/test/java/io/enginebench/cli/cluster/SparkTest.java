package io.enginebench.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.cli.Session;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real daemons of Spark on this machine, and the shares that their executors run. */
@Tag("engine")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SparkTest {
    private static final List<String> PLAN = List.of(
            "compare", "--tasks", "digits", "--models", "linear", "--engines", "pytorch,mxnet", "--epochs", "1");

    @TempDir
    Path folder;

    private static String[] spark(List<String> command, String... more) {
        List<String> arguments = new ArrayList<>(List.of("spark"));
        arguments.addAll(command);
        arguments.addAll(List.of("--cores", "1"));
        arguments.addAll(List.of(more));
        return arguments.toArray(new String[0]);
    }

    /** One of two workers goes in mid-share: the other share counts, and so does what the lost one had finished. */
    @Test
    void lostWorkerLeavesRowsAndIsFinishedByResume() throws IOException, InterruptedException {
        try (SparkCluster cluster = SparkCluster.start()) {
            Map<String, String> environment = cluster.environment("driver");
            String master = cluster.master();
            Path out = cluster.folder().resolve("run");
            Path share = out.resolve("share-2");
            Session.Background running = Session.inBackground(
                    environment,
                    spark(
                            PLAN,
                            "--samples",
                            "100",
                            "--seeds",
                            "2",
                            "--master",
                            master,
                            "--conf",
                            "spark.ui.enabled=false",
                            "--shares",
                            "2",
                            "--out",
                            out.toString()));
            cluster.daemons().await("the second share has begun", 120, () -> Files.exists(share.resolve("begun.json")));
            String worker =
                    cluster.daemons().ancestor(Daemons.naming(share).findFirst().orElseThrow());
            cluster.daemons().lose(worker, share);
            Session session = running.await();
            assertEquals(3, session.exitCode(), session.err());
            assertTrue(session.err().contains("bench: share 1/2 is done, on "), session.err());
            assertTrue(session.err().contains("bench: share 2/2 is lost: "), session.err());
            assertTrue(session.err().contains("bench: share 2/2 has not ended: "), session.err());
            RunResult some = Session.result(out.resolve("merged"));
            assertEquals(30, some.cells().size(), "2 engines, 2 seeds, 5 folds, and those of the first seed elsewhere");
            assertFalse(some.failedCells().isEmpty());
            for (CellResult cell : some.failedCells()) {
                assertEquals(CellStatus.INTERRUPTED, cell.status());
            }

            Session resumed = Session.run(environment, spark(List.of("--resume", out.toString()), "--master", master));
            assertEquals(0, resumed.exitCode(), resumed.err());
            assertTrue(resumed.err().contains(" has 1 shares to run"), resumed.err());
            RunResult all = Session.result(out.resolve("merged"));
            assertEquals(List.of(), all.failedCells());
            assertEquals(2, all.pooled().size());
            for (PooledRun run : all.pooled()) {
                assertTrue(
                        run.campaign().job().matches("spark app-[0-9-]+"),
                        run.campaign().job());
            }
            assertEquals(
                    0,
                    Session.run("verify", out.resolve("merged/result.json").toString())
                            .exitCode());
        }
    }

    /** An executor writes into its own temporary folder; what the share left comes back through Spark. */
    @Test
    void shareComesBackWhereExecutorsHaveNotGotTheFolder() throws IOException, InterruptedException {
        try (SparkCluster cluster = SparkCluster.idle()) {
            Path out = cluster.folder().resolve("run");
            Session session = Session.run(
                    cluster.environment("machine"),
                    spark(
                            List.of("run", "--engine", "pytorch", "--task", "digits", "--models", "linear"),
                            "--epochs",
                            "1",
                            "--samples",
                            "100",
                            "--master",
                            "local-cluster[1,1,1024]",
                            "--conf",
                            "spark.ui.enabled=false",
                            "--shares",
                            "1",
                            "--copy",
                            "--out",
                            out.toString()));
            assertEquals(0, session.exitCode(), session.err());
            assertEquals(List.of(), Session.result(out.resolve("share-1")).failedCells());
            assertEquals(List.of(), Session.result(out.resolve("merged")).failedCells());
            try (Stream<Path> left = Files.list(cluster.temporary("machine"))) {
                assertEquals(
                        List.of(),
                        left.filter(path -> path.getFileName().toString().startsWith("enginebench-share-"))
                                .toList());
            }
        }
    }

    @Test
    void tasksHaveAnExecutorToThemselvesAndAreNotTriedAgain() throws IOException {
        Path out = folder.resolve("out");
        Session session = Session.run(
                Map.of("SPARK_HOME", "/opt/spark"),
                spark(
                        PLAN,
                        "--seeds",
                        "2",
                        "--master",
                        "spark://host:7077",
                        "--conf",
                        "spark.task.maxFailures=4",
                        "--shares",
                        "2",
                        "--dry-run",
                        "--out",
                        out.toString()));
        assertEquals(0, session.exitCode(), session.err());
        String command = session.out();
        assertTrue(
                command.startsWith("/opt/spark/bin/spark-submit --master spark://host:7077 --deploy-mode client "),
                command);
        // Of a setting that is there twice Spark takes the last.
        assertTrue(
                command.lastIndexOf("spark.task.maxFailures=1") > command.indexOf("spark.task.maxFailures=4"), command);
        for (String setting : List.of("spark.executor.cores=1", "spark.task.cpus=1", "spark.speculation=false")) {
            assertTrue(command.contains(" --conf " + setting + " "), command);
        }
        assertTrue(
                command.contains(" %s shared 2 1,2 ".formatted(out))
                        && command.endsWith(
                                " compare --tasks digits --models linear --engines pytorch,mxnet --epochs 1 --seeds 2\n"),
                command);
        assertFalse(Files.exists(out));
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingIsSubmitted() {
        Session none = Session.run("spark", "compare", "--conf", "ui=false", "--cores", "0", "--master", "host:7077");
        assertEquals(2, none.exitCode());
        assertEquals(
                List.of(
                        "bench: --master must be a cluster of Spark's, as in spark://host:7077, got host:7077",
                        "bench: --cores must be 1..1024, got 0",
                        "bench: --conf must be spark.NAME=VALUE, got [ui=false]",
                        "bench: --shares must be given, got none"),
                none.errLines().subList(0, 4));
        Session many = Session.run(spark(PLAN, "--master", "spark://host:7077", "--shares", "2"));
        assertEquals(2, many.exitCode());
        assertTrue(many.err().contains("number of shares must be at most 1"), many.err());
        Session nothing = Session.run(spark(List.of("--resume", folder.toString()), "--master", "spark://host:7077"));
        assertEquals(65, nothing.exitCode());
        assertEquals(
                "bench: DIR must be a folder that ./bench spark made, got " + folder + " without spark/asked.json",
                nothing.errLines().get(0));
        Session twice = Session.run(
                spark(PLAN, "--resume", folder.toString(), "--master", "spark://host:7077", "--shares", "2"));
        assertEquals(2, twice.exitCode());
        assertTrue(twice.err().contains("--shares with --resume must be left out, got 2"), twice.err());
        Session absent = Session.run(
                Map.of("SPARK_HOME", folder.toString()),
                spark(
                        PLAN,
                        "--seeds",
                        "2",
                        "--master",
                        "spark://host:7077",
                        "--shares",
                        "2",
                        "--out",
                        folder.resolve("out").toString()));
        assertEquals(5, absent.exitCode(), absent.err());
        assertTrue(
                absent.err()
                        .startsWith(
                                "bench: spark-submit of the cluster's Spark must be in SPARK_HOME/bin or on the PATH"),
                absent.err());
    }
}
