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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real daemons of Slurm, two nodes on this machine. */
@Tag("engine")
class SlurmTest {
    private SlurmCluster cluster;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        cluster = SlurmCluster.start();
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        if (cluster != null) {
            cluster.close();
        }
    }

    private Path out() {
        return cluster.shared().resolve("run");
    }

    private Session slurm(List<String> plan, String... more) {
        List<String> arguments = new ArrayList<>(List.of("slurm"));
        arguments.addAll(plan);
        arguments.addAll(List.of("--partition", "main", "--out", out().toString()));
        arguments.addAll(List.of(more));
        return Session.run(cluster.environment(), arguments.toArray(new String[0]));
    }

    private Session slurm(String... more) {
        return slurm(Session.comparison("pytorch,mxnet", "--samples", "100"), more);
    }

    private Session status() {
        return Session.run(cluster.environment(), "slurm", "status", out().toString());
    }

    private boolean ended() throws IOException {
        return cluster.said("squeue", "--noheader").isEmpty();
    }

    private RunResult merged() throws IOException {
        String log = Files.readString(out().resolve("slurm/merge.log"));
        assertTrue(Files.exists(out().resolve("merged/result.json")), log);
        return Session.result(out().resolve("merged"));
    }

    @Test
    void sharesRunOnTwoNodesAndAreMerged() throws IOException, InterruptedException {
        Session submitted = slurm("--seeds", "2", "--nodes", "2", "--time", "30");
        assertEquals(0, submitted.exitCode(), submitted.err());
        cluster.daemons().await("all jobs have ended", 300, this::ended);
        RunResult result = merged();
        assertEquals(List.of(), result.failedCells());
        assertEquals(
                30, result.cells().size(), "2 engines, 2 seeds, 5 folds, and those of the first seed asked elsewhere");
        assertEquals(2, result.pooled().size());
        for (PooledRun run : result.pooled()) {
            String job = run.campaign().job();
            assertTrue(job.matches("slurm [0-9]+_" + run.campaign().share().number()), job);
        }
        assertEquals(
                0,
                Session.run("verify", out().resolve("merged/result.json").toString())
                        .exitCode());
        Session status = status();
        assertEquals(0, status.exitCode(), status.err());
        assertTrue(
                status.out().matches("(?s).* 1 +\\| done +\\| 20 of 20.* 2 +\\| done +\\| 10 of 10.*merged: .*"),
                status.out());
        Session again = slurm("--seeds", "2", "--nodes", "2");
        assertEquals(2, again.exitCode(), again.err());
        assertTrue(again.err().contains("--out must be a new or empty folder, got " + out()), again.err());
    }

    @Test
    void nodeLostInMidRoundLeavesRowsAndTheRoundIsDoneAgain() throws IOException, InterruptedException {
        Session submitted = slurm(HalfRound.plan(4), "--nodes", "2");
        assertEquals(0, submitted.exitCode(), submitted.err());
        Path share = out().resolve("share-2");
        HalfRound half = new HalfRound(share);
        cluster.daemons().await("one of two engines was timed", 240, half::isReached);
        String node = cluster.said("squeue", "--noheader", "--array", "--format=%K %N")
                .lines()
                .filter(line -> line.startsWith("2 "))
                .map(line -> line.substring(2).strip())
                .findFirst()
                .orElseThrow();
        cluster.daemons().lose(node, share);
        cluster.daemons().await("all jobs have ended", 300, this::ended);
        RunResult result = merged();
        assertEquals(2, result.pooled().size(), "what it came to counts");
        half.isRowsOf(result);
        List<String> kept = half.kept();
        String said = Files.readString(out().resolve("slurm/merge.log"));
        assertTrue(said.contains("bench: share 2/2 has not ended: "), said);
        Session status = status();
        assertTrue(
                status.out().matches("(?s).* 1 +\\| done .* 2 +\\| (missing|ended with 137) .*merged: .*"),
                status.out());
        Session resumed = Session.run("throughput", "--resume", share.toString());
        assertEquals(0, resumed.exitCode(), resumed.err());
        Session all = Session.run(
                "merge",
                out().resolve("share-1").toString(),
                share.toString(),
                "--out",
                out().resolve("merged").toString());
        assertEquals(0, all.exitCode(), all.err());
        half.isDoneAgainIn(merged(), kept, out().resolve("merged"));
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingIsSubmitted() throws IOException {
        Session none = Session.run("slurm", "compare");
        assertEquals(2, none.exitCode());
        assertEquals(
                List.of(
                        "bench: --partition must be one of Slurm's, got none",
                        "bench: --nodes must be given, got none"),
                none.errLines().subList(0, 2));
        Session many = slurm("--nodes", "2");
        assertEquals(2, many.exitCode());
        assertTrue(many.err().contains("number of shares must be at most 1"), many.err());
        Session script = slurm("--seeds", "2", "--nodes", "2", "--dry-run");
        assertEquals(0, script.exitCode(), script.err());
        assertTrue(script.out().contains("#SBATCH --array=1-2\n"), script.out());
        assertTrue(script.out().contains("#SBATCH --exclusive\n#SBATCH --no-requeue\n"), script.out());
        assertFalse(Files.exists(out()));
        assertEquals("", cluster.said("squeue", "--noheader"));
        Session unknown = Session.run(
                cluster.environment(),
                "slurm",
                "compare",
                "--seeds",
                "2",
                "--nodes",
                "2",
                "--tasks",
                "digits",
                "--partition",
                "absent",
                "--out",
                out().toString());
        assertEquals(5, unknown.exitCode());
        assertTrue(unknown.err().contains("got: sbatch: error: invalid partition specified: absent"), unknown.err());
        try (Stream<Path> left = Files.list(out())) {
            assertEquals(List.of(), left.toList(), "so that the same may be given again");
        }
    }
}
