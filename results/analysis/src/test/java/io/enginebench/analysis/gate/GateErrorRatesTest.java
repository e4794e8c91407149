package io.enginebench.analysis.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** How often the gate over speeds errs, by simulated runs of ten rounds each: what its statement about itself is worth. */
class GateErrorRatesTest {
    private static final int GATES = 20_000;
    private static final int ROUNDS = 10;
    private static final double ROUND_NOISE = 0.02;
    private static final double RUN_SHIFT = 0.05;

    /** The share of gates that call the candidate worse. */
    private static double alarms(double shift, double change) {
        Random random = new Random(7);
        Margin margin = Metric.TRAIN_THROUGHPUT.margin();
        int alarms = 0;
        for (int i = 0; i < GATES; i++) {
            double[] before = run(random, shift, 0);
            double[] now = run(random, shift, change);
            StudentT difference = StudentT.welch(now, before);
            if (SpeedGate.outcome(difference, margin, true, difference.pWithin(margin.bound())) == Outcome.WORSE) {
                alarms++;
            }
        }
        return alarms / (double) GATES;
    }

    /** Logarithms of rows per second; the whole run is faster or slower by chance. */
    private static double[] run(Random random, double shift, double change) {
        double level = change + shift * random.nextGaussian();
        return DoubleStream.generate(() -> level + ROUND_NOISE * random.nextGaussian())
                .limit(ROUNDS)
                .toArray();
    }

    @Test
    void unchangedProgramHardlyEverAlarmsWhereRunsDoNotShift() {
        assertTrue(alarms(0, 0) <= 0.001, "false alarms");
        assertTrue(alarms(0, Math.log(1 / 1.05)) <= 0.03, "false alarms at the margin itself, one-sided half of 5 %");
    }

    @Test
    void tenthLessIsSeenWhereRunsDoNotShift() {
        assertTrue(alarms(0, Math.log(0.9)) >= 0.95, "power");
    }

    @Test
    void runsThatShiftMisleadTheGateAsOftenAsItSaysOfItself() {
        assertEquals(SpeedGate.FALSE_ALARMS, alarms(RUN_SHIFT, 0), 0.01);
        assertEquals(SpeedGate.MISSED, 1 - alarms(RUN_SHIFT, Math.log(0.9)), 0.01);
    }
}
