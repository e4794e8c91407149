package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingFigures;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.report.text.TimeShares;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A round of timing with the engines: what is tested is that every reading is there, not how fast anything is. */
@Tag("engine")
class ThroughputTest {
    @TempDir
    Path folder;

    @Test
    void roundOfSingleRowsHasEveryReadingOfBothDivisionsOfTheEngines() throws IOException {
        Path out = folder.resolve("out");
        Session session = Session.run(
                "throughput",
                "--engines",
                "pytorch,mxnet-symbolic",
                "--tasks",
                "fashion",
                "--modes",
                "infer",
                "--batches",
                "1",
                "--rounds",
                "1",
                "--out",
                out.toString());
        assertEquals(0, session.exitCode(), session.err());
        RunResult result = Session.result(out);
        assertEquals(
                List.of("mxnet-symbolic tuned", "pytorch plain", "pytorch tuned"),
                result.throughputCells().stream()
                        .map(cell -> cell.engine() + " " + cell.division().json())
                        .sorted()
                        .toList());
        for (EngineRecord engine : result.engines()) {
            assertEquals(
                    engine.division() == Division.TUNED,
                    engine.env().containsKey("MALLOC_TRIM_THRESHOLD_"),
                    "a plain program has the system's own environment");
        }
        for (ThroughputCell cell : result.throughputCells()) {
            assertEquals(CellStatus.OK, cell.status());
            assertEquals(7, cell.raw().windowDurationsNs().size());
            assertEquals(1, cell.raw().firstStep());
            assertEquals(7L * cell.raw().stepsPerWindow(), cell.raw().latencySamples());
            assertEquals(TimingFigures.of(cell.mode(), cell.globalBatchSize(), cell.raw()), cell.metrics());
            // Each window is its calls and nothing else but the reading of the clock.
            double windows = cell.raw().windowDurationsNs().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            double middle = cell.metrics().latency().get(0).score() * 1e6;
            assertTrue(middle * cell.raw().latencySamples() < 1.2 * windows, cell.id());
            assertEquals(
                    cell.raw().latencySamples(),
                    Latencies.merged(List.of(cell.raw().latencyHistogram())).count());
            assertTrue(cell.memory().baseRssBytes() < cell.memory().engineLoadedRssBytes());
            // The kernel sums up the pages of threads late, so the two readings may cross by some of them.
            assertTrue(cell.memory().trainedRssBytes() <= 1.02 * cell.peakRssBytes(), cell.id());
            assertTrue(cell.load().cpuMsPerStep() > 0);
            assertTrue(cell.coldStart().libraryLoadMs() > 0 && cell.coldStart().jvmMs() > 0);
            assertNotNull(cell.warmup().classification());
        }
        assertEquals(result, Json.read(Json.pretty(result), "result.json", RunResult.class));
        assertTrue(session.out().contains("no inference") && session.out().contains("p99"), session.out());
        assertTrue(session.out().contains("study-cnn, as DJL's tutorials write it (without"), session.out());
        Session verified = Session.run("verify", out.resolve("result.json").toString());
        assertEquals(0, verified.exitCode(), verified.err());
    }

    /** 7 steps of 32 rows after three that are not timed, on both engines: steps 4 to 10 of the same training, each time by a new trainer. */
    @Test
    void trainingIsTimedOnTheSameStepsOfBothEngines() throws IOException {
        Path out = folder.resolve("out");
        Session session = Session.run(
                "throughput",
                "--division",
                "plain",
                "--tasks",
                "fashion",
                "--modes",
                "train",
                "--batches",
                "32",
                "--rounds",
                "1",
                "--out",
                out.toString());
        assertEquals(0, session.exitCode(), session.err());
        List<ThroughputCell> cells = Session.result(out).throughputCells();
        assertEquals(2, cells.size());
        for (ThroughputCell cell : cells) {
            assertEquals(CellStatus.OK, cell.status());
            assertEquals(4, cell.raw().firstStep());
            assertEquals(7, cell.raw().stepsPerWindow());
            assertTrue(cell.load().cpuMsPerStep() > 0);
        }
        assertTrue(session.out().contains("4..10"), session.out());
        CampaignRecord campaign = Session.result(out).campaign();
        double windows = cells.stream()
                        .flatMap(cell -> cell.raw().windowDurationsNs().stream())
                        .mapToLong(Long::longValue)
                        .sum()
                / 1e9;
        assertEquals(windows, campaign.time().timingS(), 1e-6);
        // Both readings of the clock are taken at the end, with the comparisons behind them.
        assertEquals(campaign.durationS(), TimeShares.of(campaign).total(), 0.01 * campaign.durationS());
        assertTrue(session.out().contains("time: ") && session.out().contains(" starting processes and engines"));
        Session verified = Session.run("verify", out.resolve("result.json").toString());
        assertEquals(0, verified.exitCode(), verified.out());
    }

    /** Of 849 terrains the first of five folds tests 170; 679 rows are 21 batches of 32 and one of 7. */
    @Test
    void epochIsTimedWholeWithItsPartialBatch() throws IOException {
        Path out = folder.resolve("out");
        Session session = Session.run(
                "throughput",
                "--engines",
                "pytorch",
                "--division",
                "tuned",
                "--tasks",
                "navigability",
                "--modes",
                "epoch",
                "--batches",
                "32",
                "--rounds",
                "1",
                "--out",
                out.toString());
        assertEquals(0, session.exitCode(), session.err());
        ThroughputCell cell = Session.result(out).throughputCells().get(0);
        assertEquals(679, cell.raw().rowsPerWindow());
        assertEquals(22, cell.raw().stepsPerWindow());
        assertEquals(TimingFigures.of(cell.mode(), 32, cell.raw()), cell.metrics());
        assertTrue(session.out().contains("epoch"), session.out());
        Session verified = Session.run("verify", out.resolve("result.json").toString());
        assertEquals(0, verified.exitCode(), verified.err());
    }

    /** Each number of threads is an environment of its own, and the engine is described in each. */
    @Test
    void engineIsDescribedForEveryNumberOfThreadsThatItRanWith() throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two threads need two cores");
        Path out = folder.resolve("out");
        Session session = Session.run(
                "throughput",
                "--engines",
                "pytorch",
                "--division",
                "tuned",
                "--tasks",
                "navigability",
                "--modes",
                "infer",
                "--batches",
                "32",
                "--threads",
                "1,2",
                "--rounds",
                "1",
                "--out",
                out.toString());
        assertEquals(0, session.exitCode(), session.err());
        assertEquals(
                List.of("bench: starting pytorch", "bench: recording networks"),
                session.errLines().stream()
                        .filter(line -> line.matches("bench: (starting|recording|timing) .*"))
                        .toList());
        RunResult result = Session.result(out);
        assertEquals(List.of("pytorch"), result.engineIds());
        assertEquals(
                List.of(1, 2),
                result.engines().stream().map(EngineRecord::numThreads).toList());
        for (EngineRecord engine : result.engines()) {
            assertEquals(
                    String.valueOf(engine.numThreads()),
                    engine.env().get("OMP_NUM_THREADS"),
                    "the environment recorded");
            assertNull(engine.nativeUnpackMillis(), "one round is a look");
        }
        assertEquals(
                List.of(1, 2),
                result.throughputCells().stream()
                        .map(ThroughputCell::numThreads)
                        .toList());
        Session verified = Session.run("verify", out.resolve("result.json").toString());
        assertEquals(0, verified.exitCode(), verified.out());
    }
}
