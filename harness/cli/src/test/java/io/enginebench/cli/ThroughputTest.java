package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.results.cell.CellStatus;
import io.enginebench.results.cell.ThroughputCell;
import io.enginebench.results.json.Json;
import io.enginebench.results.run.RunResult;
import io.enginebench.results.timing.Latencies;
import io.enginebench.results.timing.TimingFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A round of timing with both engines: what is tested is that every reading is there, not how fast anything is. */
@Tag("engine")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ThroughputTest {
    @TempDir
    Path folder;

    @Test
    void roundOfSingleRowsHasEveryReadingOfBothEngines() throws IOException {
        Path out = folder.resolve("out");
        Session session = Session.run(
                "throughput",
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
                List.of("mxnet", "pytorch"),
                result.throughputCells().stream()
                        .map(ThroughputCell::engine)
                        .sorted()
                        .toList());
        for (ThroughputCell cell : result.throughputCells()) {
            assertEquals(CellStatus.OK, cell.status());
            assertEquals(15, cell.raw().windowDurationsNs().size());
            assertEquals(15L * cell.raw().stepsPerWindow(), cell.raw().latencySamples());
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
            assertTrue(cell.memory().trainedRssBytes() <= cell.peakRssBytes());
            assertTrue(cell.load().cpuMsPerStep() > 0);
            assertTrue(cell.coldStart().libraryLoadMs() > 0 && cell.coldStart().jvmMs() > 0);
            assertNotNull(cell.warmup().classification());
        }
        assertEquals(result, Json.read(Json.pretty(result), "result.json", RunResult.class));
        assertTrue(session.out().contains("no inference") && session.out().contains("p99"), session.out());
    }
}
