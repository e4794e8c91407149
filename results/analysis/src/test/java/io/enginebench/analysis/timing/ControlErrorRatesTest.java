package io.enginebench.analysis.timing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.setting.Timing;
import io.enginebench.record.verdict.Control;
import io.enginebench.record.verdict.Control.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controls of whole simulated campaigns: two engines, training and inference, both arms. The generator is seeded. */
class ControlErrorRatesTest {
    private static final int CAMPAIGNS = 150;

    /**
     * What a process's machine does.
     *
     * @param spread of the logarithm of a median, from process to process
     * @param bursts how often a process is slowed by up to 30 %
     * @param again how much longer the repetition takes than the engine itself
     * @param delay what the delayed arm's delay comes to
     */
    private record Machine(double spread, double bursts, double again, double delay) {
        private long nanos(Random random, ControlArm control) {
            double burst = random.nextDouble() < bursts ? 0.3 * random.nextDouble() : 0;
            double factor = control == null ? 1 : control == ControlArm.AGAIN ? again : delay;
            return Math.round(3e8 * factor * Math.exp(burst + spread * random.nextGaussian()));
        }

        private List<Control> campaign(Random random, int rounds) {
            List<ThroughputCell> cells = new ArrayList<>();
            for (Mode mode : Mode.USUAL) {
                for (int round = 1; round <= rounds; round++) {
                    for (String engine : List.of("x", "y")) {
                        for (ControlArm control : new ControlArm[] {null, ControlArm.AGAIN, ControlArm.DELAYED}) {
                            TimingRaw raw = new TimingRaw(1, 1, null, List.of(nanos(random, control)), null, null);
                            cells.add(new ThroughputCell(
                                    "c",
                                    new Setting(
                                            engine,
                                            Division.TUNED,
                                            "cpu",
                                            Dtype.FLOAT32,
                                            1,
                                            "t",
                                            "m",
                                            Protocol.CLEAN,
                                            null,
                                            1),
                                    new Timing(mode, 32, round, 0, control),
                                    null,
                                    new Outcome.Timed(TimingFigures.of(mode, 32, raw), null, null, null, null, raw)));
                        }
                    }
                }
            }
            return TimingControls.of(cells);
        }

        /** The share of campaigns in which any control came to that. */
        double share(State state, int rounds) {
            Random random = new Random(5);
            return IntStream.range(0, CAMPAIGNS)
                            .filter(i ->
                                    !Control.of(state, campaign(random, rounds)).isEmpty())
                            .count()
                    / (double) CAMPAIGNS;
        }
    }

    /** With two states, a machine of 3 % was called unfit in 42 % of campaigns of one engine, one of 5 % in 98 %. */
    @ParameterizedTest
    @CsvSource({"0.02, 0, 10", "0.03, 0, 10", "0.05, 0, 10", "0.08, 0, 10", "0.02, 0.1, 10", "0.05, 0, 5", "0.05, 0, 20"
    })
    void soundMachineIsCalledUnfitInAtMost5PercentOfCampaigns(double spread, double bursts, int rounds) {
        double failed = new Machine(spread, bursts, 1, 1.1).share(State.FAILED, rounds);
        assertTrue(failed <= 0.05, "" + failed);
    }

    @Test
    void quietMachinePassesAndANoisyOneIsUndecided() {
        assertTrue(new Machine(0.015, 0, 1, 1.1).share(State.UNDECIDED, 10) <= 0.05);
        assertTrue(new Machine(0.05, 0, 1, 1.1).share(State.UNDECIDED, 10) >= 0.95);
    }

    /** A clock that misses the delay, and a second process that is slower than the first. */
    @Test
    void machineThatCannotTellIsCalledUnfit() {
        assertTrue(new Machine(0.02, 0, 1, 1).share(State.FAILED, 10) >= 0.95);
        assertTrue(new Machine(0.03, 0, 1, 1).share(State.FAILED, 10) >= 0.95);
        assertTrue(new Machine(0.02, 0, 1.12, 1.1).share(State.FAILED, 10) >= 0.95);
    }
}
