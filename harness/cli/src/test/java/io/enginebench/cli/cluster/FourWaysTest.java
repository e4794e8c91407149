package io.enginebench.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.cli.Session;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.TimeSpent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One plan of 60 trainings and what is asked of them, whole, as shares by hand, by Slurm and by Spark: every way computes the same, bit for
 * bit, and says what it took. Minutes long, so only where it is asked for.
 */
@Tag("engine")
@EnabledIfSystemProperty(
        named = "bench.four.ways",
        matches = "true",
        disabledReason = "takes minutes; -Dbench.four.ways=true")
class FourWaysTest {
    private static final List<String> PLAN =
            List.of("compare", "--tasks", "digits", "--models", "linear", "--engines", "pytorch,mxnet", "--seeds", "6");

    @TempDir
    Path folder;

    private @Nullable RunResult whole;

    private static Session run(Map<String, String> environment, List<String> before, String... after) {
        Session session = Session.run(
                environment,
                Stream.of(before.stream(), PLAN.stream(), Stream.of(after))
                        .flatMap(words -> words)
                        .toArray(String[]::new));
        assertEquals(0, session.exitCode(), session.err());
        return session;
    }

    /** What a way came to, held against the whole. */
    private void told(String way, long begunNanos, Path result) throws IOException {
        double clock = (System.nanoTime() - begunNanos) / 1e9;
        RunResult got = Session.result(result);
        if (whole == null) {
            whole = got;
        }
        assertEquals(60, got.qualityCells().size());
        assertEquals(List.of(), got.failedCells());
        assertEquals(SharesTest.computed(whole), SharesTest.computed(got), way);
        assertEquals(whole.comparisons(), got.comparisons(), way);
        assertEquals(
                whole.cells().stream().map(CellResult::id).toList(),
                got.cells().stream().map(CellResult::id).toList(),
                way);
        assertEquals(
                0,
                Session.run("verify", result.resolve("result.json").toString()).exitCode());
        List<CampaignRecord> shares = got.pooled() == null
                ? List.of(got.campaign())
                : got.pooled().stream().map(PooledRun::campaign).toList();
        System.out.printf(
                Locale.ROOT,
                "%-10s %d cells as computed whole; %.0f s on the clock; of each share, s (all, not working):%s%n",
                way,
                SharesTest.computed(got).size(),
                clock,
                shares.stream()
                        .map(share -> String.format(Locale.ROOT, " (%.0f, %.0f)", share.durationS(), idle(share)))
                        .reduce("", String::concat));
    }

    /** Seconds of a share in which nothing was trained, answered or shown. */
    private static double idle(CampaignRecord share) {
        TimeSpent time = share.time();
        return time == null ? Double.NaN : time.startingS() + time.dataS() + time.restS();
    }

    @Test
    void oneTwoOrFourSharesByHandSlurmOrSparkComputeTheSame() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        run(Map.of(), List.of(), "--out", folder.resolve("whole").toString());
        told("one share", begun, folder.resolve("whole"));

        begun = System.nanoTime();
        List<String> merge = new ArrayList<>(List.of("merge"));
        for (int share = 1; share <= 4; share++) {
            String out = folder.resolve("share-" + share).toString();
            run(Map.of(), List.of(), "--shard", share + "/4", "--out", out);
            merge.add(out);
        }
        merge.addAll(List.of("--out", folder.resolve("merged").toString()));
        Session merged = Session.run(merge.toArray(new String[0]));
        assertEquals(0, merged.exitCode(), merged.err());
        told("by hand", begun, folder.resolve("merged"));

        try (SlurmCluster cluster = SlurmCluster.start()) {
            Path out = cluster.shared().resolve("run");
            begun = System.nanoTime();
            run(
                    cluster.environment(),
                    List.of("slurm"),
                    "--partition",
                    "main",
                    "--nodes",
                    "2",
                    "--time",
                    "30",
                    "--out",
                    out.toString());
            cluster.daemons()
                    .await(
                            "all jobs have ended",
                            900,
                            () -> cluster.said("squeue", "--noheader").isEmpty());
            told("Slurm", begun, out.resolve("merged"));
        }

        try (SparkCluster cluster = SparkCluster.start()) {
            Path out = cluster.folder().resolve("run");
            begun = System.nanoTime();
            run(
                    cluster.environment("driver"),
                    List.of("spark"),
                    "--cores",
                    "1",
                    "--master",
                    cluster.master(),
                    "--conf",
                    "spark.ui.enabled=false",
                    "--shares",
                    "2",
                    "--out",
                    out.toString());
            told("Spark", begun, out.resolve("merged"));
        }
    }
}
