package io.enginebench.analysis.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.cell.ThroughputCell.Percentile;
import io.enginebench.record.cell.ThroughputCell.TimingMetrics;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.figure.WarmupShape;
import io.enginebench.record.setting.Mode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TimingTest {
    /** Four windows of 10 steps with medians (100 + 200) / 2 = 150 ms: 15 ms a step, 32 / 0.015 = 2133.33 rows a second. */
    @Test
    void figuresComeFromTheMedianWindow() {
        TimingRaw raw =
                new TimingRaw(10, null, List.of(100_000_000L, 900_000_000L, 200_000_000L, 50_000_000L), null, null);
        TimingMetrics metrics = TimingFigures.of(Mode.TRAIN, 32, raw);
        assertEquals(15, metrics.stepDuration().score(), 1e-12);
        assertEquals(32 / 0.015, metrics.trainThroughput().score(), 1e-9);
        assertNull(metrics.inferThroughput());
        assertNull(metrics.latency());
        assertEquals(
                32 / 0.015,
                TimingFigures.of(Mode.INFER, 32, raw).inferThroughput().score(),
                1e-9);
    }

    /** The same windows, each of 10 steps four times: 40 steps in 150 ms are 3.75 ms a step. */
    @Test
    void windowThatRepeatsItsStepsCountsThemAll() {
        TimingRaw raw = new TimingRaw(10, 4, 4, null, null, List.of(100_000_000L, 200_000_000L), null, null);
        TimingMetrics metrics = TimingFigures.of(Mode.TRAIN, 32, raw);
        assertEquals(3.75, metrics.stepDuration().score(), 1e-12);
        assertEquals(32 / 0.00375, metrics.trainThroughput().score(), 1e-9);
        assertEquals("4..13", raw.steps().orElseThrow(), "what a window begins with, however fast the device");
    }

    /** 70 rows in batches of 32, the last of 6: 3 steps in 30 ms are 10 ms a step, and 70 rows in 0.03 s 2333.33 a second. */
    @Test
    void epochWithAPartialBatchCountsItsRows() {
        TimingMetrics metrics =
                TimingFigures.of(Mode.EPOCH, 32, new TimingRaw(3, 70, List.of(30_000_000L), null, null));
        assertEquals(10, metrics.stepDuration().score(), 1e-12);
        assertEquals(70 / 0.03, metrics.trainThroughput().score(), 1e-9);
        assertNull(metrics.inferThroughput());
    }

    /** Mean 100, squares 1 + 1 + 0 + 1 + 1 = 4 over n - 1 = 4: a deviation of 1, which is 1 %. Doubled it is 2 %: not below. */
    @Test
    void windowsAreSteadyWhenTheLastFiveVaryByLessThanTwoPercent() {
        assertEquals(0.01, new Windows(List.of(99L, 101L, 100L, 99L, 101L)).variation(), 1e-12);
        assertTrue(new Windows(List.of(500L, 99L, 101L, 100L, 99L, 101L)).endSteadily());
        assertFalse(new Windows(List.of(98L, 102L, 100L, 98L, 102L)).endSteadily());
        assertFalse(new Windows(List.of(100L, 100L, 100L, 100L)).endSteadily(), "four are too few");
    }

    private static List<Long> repeated(int times, long value) {
        return Collections.nCopies(times, value);
    }

    private static WarmupShape shape(List<Long> warmup, List<Long> measured) {
        return new Windows(measured).shapeAfter(warmup);
    }

    @Test
    void shapeOfAWarmupIsSeenInItsGroups() {
        List<Long> measured = repeated(6, 100);
        assertEquals(WarmupShape.FLAT, shape(List.of(300L, 101L, 99L, 100L, 100L, 100L), measured));
        assertEquals(WarmupShape.WARMING, shape(List.of(300L, 200L, 150L, 100L, 100L, 100L), measured));
        assertEquals(WarmupShape.SLOWING, shape(List.of(80L, 80L, 80L, 100L, 100L, 100L), measured));
        assertEquals(WarmupShape.FLAT, shape(List.of(104L, 104L, 104L), measured), "5 % is no difference");
        assertEquals(WarmupShape.NO_STEADY_STATE, shape(List.of(), List.of(100L, 100L, 100L, 106L, 106L, 106L)));
        assertEquals("no steady state", WarmupShape.NO_STEADY_STATE.json());
    }

    @Test
    void driftIsTheLargerOfWhatTheHalvesAndTheWarmupTell() {
        List<Long> measured = repeated(6, 100);
        assertEquals(1, new Windows(measured).driftAfter(List.of(300L, 200L, 150L)), "what warmed up is not measured");
        assertEquals(1, new Windows(measured).driftAfter(repeated(3, 96)), "5 % is no difference");
        assertEquals(1.25, new Windows(measured).driftAfter(repeated(3, 80)));
        List<Long> moving = List.of(100L, 100L, 100L, 110L, 110L, 110L);
        assertEquals(1.1, new Windows(moving).driftAfter(List.of()));
        assertEquals(1.05 / 0.8, new Windows(moving).driftAfter(repeated(3, 80)), 1e-12, "the median is 105");
    }

    /** Calls of 1..10000 microseconds: p50 5 ms, p90 9 ms, p99 9.9 ms, to three digits; p99.9 would need ten times as many. */
    @Test
    void percentileIsToldOnlyIfAHundredCallsLieBeyondIt() {
        Latencies calls = Latencies.of(
                LongStream.rangeClosed(1, 10_000).map(us -> us * 1000).toArray());
        List<Percentile> told = calls.percentiles();
        assertEquals(
                List.of(50.0, 90.0, 99.0),
                told.stream().map(Percentile::percentile).toList());
        assertEquals(5, told.get(0).score(), 0.005);
        assertEquals(9, told.get(1).score(), 0.009);
        assertEquals(9.9, told.get(2).score(), 0.0099);
        assertEquals(List.of(), Latencies.of(1, 2, 3).percentiles());
        assertEquals(100_000, Latencies.needed(99.9));
    }

    /** 200 fast calls of one process and 200 slow ones of another have a median between: no mean of medians would be 1 ms. */
    @Test
    void histogramsOfRoundsAreMergedAndSurviveTheirEncoding() {
        long[] fast = LongStream.generate(() -> 1_000_000).limit(201).toArray();
        long[] slow = LongStream.generate(() -> 9_000_000).limit(200).toArray();
        Latencies both = Latencies.merged(
                List.of(Latencies.of(fast).encoded(), Latencies.of(slow).encoded()));
        assertEquals(401, both.count());
        assertEquals(1, both.percentiles().get(0).score(), 0.001);
    }

    @Test
    void textThatIsNoHistogramIsRefused() {
        assertEquals(
                "latency histogram must be HdrHistogram's compressed encoding in base 64, got 'AAAA'",
                assertThrows(IllegalArgumentException.class, () -> Latencies.merged(List.of("AAAA")))
                        .getMessage());
    }

    /** A header that asks for 45 x 131,072 counts, 47 MB, in 100 characters; and a text too long to be one of ours. */
    @Test
    void histogramThatIsNotOfOurRangeIsRefusedBeforeItIsDecoded() {
        Histogram wide = new Histogram(Long.MAX_VALUE / 2, 5);
        ByteBuffer buffer = ByteBuffer.allocate(wide.getNeededByteBufferCapacity());
        int length = wide.encodeIntoCompressedByteBuffer(buffer);
        String small = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        assertTrue(small.length() < 200, "it is small");
        for (String text : List.of(small, "A".repeat(1 << 20), "", "AAAAAAAAAAAA")) {
            assertThrows(IllegalArgumentException.class, () -> Latencies.merged(List.of(text)));
        }
    }
}
