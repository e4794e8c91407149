package io.enginebench.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.cli.Session;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real daemons of Spark on this machine, and the shares that their executors run. */
@Tag("engine")
class SparkTest {
    private static final List<String> PLAN = Session.comparison("pytorch,mxnet");

    @TempDir
    Path folder;

    private static String[] spark(List<String> command, String... more) {
        List<String> arguments = new ArrayList<>(List.of("spark"));
        arguments.addAll(command);
        arguments.addAll(List.of("--cores", "1"));
        arguments.addAll(List.of(more));
        return arguments.toArray(new String[0]);
    }

    /** One of two workers goes in mid-round: the other share counts, and so do whole rounds of the lost one. */
    @Test
    void workerLostInMidRoundLeavesRowsAndTheRoundIsDoneAgain() throws IOException, InterruptedException {
        try (SparkCluster cluster = SparkCluster.start()) {
            Map<String, String> environment = cluster.environment("driver");
            String master = cluster.master();
            Path out = cluster.folder().resolve("run");
            Path share = out.resolve("share-2");
            HalfRound half = new HalfRound(share);
            Session.Background running = Session.inBackground(
                    environment,
                    spark(
                            HalfRound.plan(4),
                            "--master",
                            master,
                            "--conf",
                            "spark.ui.enabled=false",
                            "--shares",
                            "2",
                            "--out",
                            out.toString()));
            cluster.daemons().await("one of two engines was timed", 240, half::isReached);
            String worker =
                    cluster.daemons().ancestor(Daemons.naming(share).findFirst().orElseThrow());
            cluster.daemons().lose(worker, share);
            Session session = running.await();
            assertEquals(3, session.exitCode(), session.err());
            assertTrue(session.err().contains("bench: share 1/2 is done, on "), session.err());
            assertTrue(session.err().contains("bench: share 2/2 is lost: "), session.err());
            assertTrue(session.err().contains("bench: share 2/2 has not ended: "), session.err());
            half.isRowsOf(Session.result(out.resolve("merged")));
            List<String> kept = half.kept();

            Session resumed = Session.run(environment, spark(List.of("--resume", out.toString()), "--master", master));
            assertEquals(0, resumed.exitCode(), resumed.err());
            assertTrue(resumed.err().contains(" has 1 shares to run"), resumed.err());
            RunResult all = Session.result(out.resolve("merged"));
            half.isDoneAgainIn(all, kept, out.resolve("merged"));
            assertEquals(2, all.pooled().size());
            for (PooledRun run : all.pooled()) {
                assertTrue(
                        run.campaign().job().matches("spark app-[0-9-]+"),
                        run.campaign().job());
            }
        }
    }

    /** Where executors write: folders of one share each. */
    private static List<Path> elsewhere(SparkCluster cluster) throws IOException {
        try (Stream<Path> left = Files.list(cluster.temporary("machine"))) {
            return left.filter(path -> path.getFileName().toString().startsWith("enginebench-share-"))
                    .toList();
        }
    }

    private static boolean isHalfway(SparkCluster cluster) throws IOException {
        for (Path path : elsewhere(cluster)) {
            if (new HalfRound(path.resolve("share-1")).isReached()) {
                return true;
            }
        }
        return false;
    }

    /** An executor writes into its own temporary folder; what the share left when it was killed comes back through Spark, and goes there again. */
    @Test
    void shareComesBackWhereExecutorsHaveNotGotTheFolder() throws IOException, InterruptedException {
        try (SparkCluster cluster = SparkCluster.idle()) {
            Path out = cluster.folder().resolve("run");
            String[] more = {"--copy", "--master", "local-cluster[1,1,1024]", "--conf", "spark.ui.enabled=false"};
            List<String> plan = new ArrayList<>(HalfRound.plan(2));
            plan.addAll(List.of("--shares", "1", "--out", out.toString()));
            Session.Background running = Session.inBackground(cluster.environment("machine"), spark(plan, more));
            cluster.daemons().await("one of two engines was timed", 240, () -> isHalfway(cluster));
            Daemons.end(elsewhere(cluster).get(0));
            Session session = running.await();
            assertEquals(3, session.exitCode(), session.err());
            assertTrue(session.err().contains("bench: share 1/1 ended on "), session.err());
            List<String> kept = new HalfRound(out.resolve("share-1")).kept();
            assertFalse(kept.isEmpty());

            Session resumed =
                    Session.run(cluster.environment("machine"), spark(List.of("--resume", out.toString()), more));
            assertEquals(0, resumed.exitCode(), resumed.err());
            RunResult all = Session.result(out.resolve("merged"));
            assertEquals(List.of(), all.failedCells());
            assertTrue(
                    all.pooled().get(0).campaign().command().contains("--resume"),
                    all.pooled().get(0).campaign().command().toString());
            assertEquals(kept, new HalfRound(out.resolve("share-1.old-1")).kept(), "nothing is overwritten");
            assertEquals(List.of(), elsewhere(cluster));
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
                                " compare --engines pytorch,mxnet --epochs 1 --tasks digits --models linear --seeds 2\n"),
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
