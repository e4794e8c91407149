package io.enginebench.analysis.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.analysis.verdict.Comparisons;
import io.enginebench.analysis.verdict.Opponents;
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
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.Control;
import io.enginebench.record.verdict.Control.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TimingControlsTest {
    /** A cell whose windows all take so long: figures are derived from these alone. */
    private static ThroughputCell cell(String engine, int round, ControlArm control, double millis) {
        return cell(engine, round, control, new TimingRaw(1, null, List.of((long) (millis * 1e6)), null, null));
    }

    private static ThroughputCell cell(String engine, int round, ControlArm control, TimingRaw raw) {
        return new ThroughputCell(
                "c",
                new Setting(engine, Division.TUNED, "cpu", Dtype.FLOAT32, 1, "t", "m", Protocol.CLEAN, null, 1),
                new Timing(Mode.TRAIN, 32, round, 0, control),
                null,
                new Outcome.Timed(TimingFigures.of(Mode.TRAIN, 32, raw), null, null, null, null, raw));
    }

    /** Ten rounds whose pace differs by up to 20 %, within which the sides differ by a factor and +-0.5 %. */
    private static List<ThroughputCell> rounds(int count, double again, double delayed) {
        List<ThroughputCell> cells = new ArrayList<>();
        for (int round = 1; round <= count; round++) {
            double pace = 100 + 2 * round;
            double wobble = 1 + 0.005 * (round % 3 - 1);
            cells.add(cell("x", round, null, pace));
            cells.add(cell("y", round, null, pace * 1.2 * wobble));
            cells.add(cell("x", round, ControlArm.AGAIN, pace * again * wobble));
            cells.add(cell("x", round, ControlArm.DELAYED, pace * delayed * wobble));
        }
        return cells;
    }

    private static List<Boolean> passed(List<ThroughputCell> cells) {
        return TimingControls.of(cells).stream().map(Control::passed).toList();
    }

    @Test
    void machineThatIsFitFindsItselfEquivalentAndTheDelay() {
        assertEquals(List.of(true, true), passed(rounds(10, 1, 1.1)));
        assertEquals(
                "t m, train, batch 32, 1 thread: x delayed by 10 % is detected",
                TimingControls.of(rounds(10, 1, 1.1)).get(1).name());
    }

    @Test
    void machineThatDiffersFromItselfOrMissesTheDelayIsUnfit() {
        assertEquals(List.of(false, true), passed(rounds(10, 1.08, 1.1)));
        assertEquals(List.of(true, false), passed(rounds(10, 1, 1.0)));
        assertEquals(List.of(true, false), passed(rounds(10, 1, 0.9)), "a delay that makes it faster is not detected");
    }

    private static List<State> states(List<ThroughputCell> cells) {
        return TimingControls.of(cells).stream().map(Control::state).toList();
    }

    /**
     * The sides differ by a factor and +-0.5 %, so every interval is about that wide: 1 is within the margin, 1.08 wholly beyond it
     * and 1.05 on its edge. Of the delay, 1.0 and 1.05 exclude 1.1 and only the first is equivalent.
     */
    @Test
    void controlFailsOnlyIfTheContraryIsShown() {
        assertEquals(List.of(State.PASSED, State.PASSED), states(rounds(10, 1, 1.1)));
        assertEquals(List.of(State.UNDECIDED, State.PASSED), states(rounds(10, 1.05, 1.1)));
        assertEquals(List.of(State.FAILED, State.PASSED), states(rounds(10, 1.08, 1.1)));
        assertEquals(List.of(State.PASSED, State.FAILED), states(rounds(10, 1, 1.0)));
        assertEquals(List.of(State.PASSED, State.FAILED), states(rounds(10, 1, 0.9)), "faster with a delay");
        assertEquals(List.of(State.PASSED, State.FAILED), states(rounds(10, 1, 1.05)), "the effect is excluded");
        assertTrue(TimingControls.of(rounds(10, 1.05, 1.1)).stream()
                .allMatch(control -> control.passed() == (control.outcome() == State.PASSED)));
    }

    @Test
    void everyEngineHasItsOwnControls() {
        List<ThroughputCell> cells = new ArrayList<>(rounds(10, 1, 1.1));
        rounds(10, 1, 1.1).stream()
                .filter(cell -> cell.control() != null)
                .forEach(cell -> cells.add(cell(
                        "y",
                        cell.round(),
                        cell.control(),
                        cell.raw().windowDurationsNs().get(0) * 1.2 / 1e6)));
        List<Control> controls = TimingControls.of(cells);
        assertEquals(
                List.of("x", "y", "x", "y"),
                controls.stream().map(Control::engine).toList());
        assertTrue(controls.stream().allMatch(Control::passed), controls.toString());
    }

    /**
     * Measured windows whose halves differ by a tenth have no steady state; 6 of 10 are most of them, 5 are not.
     *
     * @param slower of the other engine, whose windows take about so many times as long
     */
    private static Comparison unsteady(int rounds, double slower) {
        List<ThroughputCell> cells = new ArrayList<>();
        for (int round = 1; round <= 10; round++) {
            long late = round <= rounds ? 110_000_000L : 100_000_000L;
            List<Long> windows = List.of(100_000_000L, 100_000_000L, late, late);
            cells.add(cell("x", round, null, new TimingRaw(1, null, null, windows, null, null)));
            cells.add(cell("y", round, null, 100 * slower + 0.1 * round));
        }
        return Comparisons.of(TimingSamples.of(Opponents.eachTwo(List.of("x", "y")), cells))
                .get(0);
    }

    @Test
    void nothingIsClaimedOfAnEngineThatMostlyHadNoSteadySpeedWhereThatCouldDecide() {
        Comparison comparison = unsteady(6, 1.14);
        assertEquals(Conclusion.INCONCLUSIVE, comparison.verdict());
        assertNull(comparison.better());
        assertNull(comparison.furtherPairs(), "more rounds would not make it steady");
        assertTrue(comparison.notSteady());
        assertEquals(List.of(6, 0), comparison.rounds().unsteady());
        assertTrue(
                comparison.text().contains("inconclusive (not steady), the ratio is ")
                        && comparison
                                .text()
                                .contains(
                                        "there was no steady speed in 6 of 10 cells of x and in 0 of 10 of y, which usually"
                                                + " moved by 10.0 % and by 0.0 %"),
                comparison.text());
        assertEquals("x", unsteady(5, 1.14).better(), "half of them are not most");
        assertEquals(List.of(5, 0), unsteady(5, 1.14).rounds().unsteady());
        assertEquals(
                List.of(1.05, 1.0), unsteady(5, 1.14).rounds().drift(), "between a steady cell and one that moved");
    }

    /** Twice as fast, whichever half of the windows is taken: the interval is widened by 10 % on both sides. */
    @Test
    void largeRatioIsJudgedThoughNoSpeedWasSteady() {
        Comparison comparison = unsteady(10, 2);
        assertEquals("x", comparison.better());
        assertEquals(List.of(1.1, 1.0), comparison.rounds().drift());
        assertTrue(
                comparison.text().contains("the verdict holds with the interval widened by both"), comparison.text());
        double low = comparison.interval().get(0);
        double high = comparison.interval().get(1);
        assertTrue(
                comparison
                        .text()
                        .contains(String.format(
                                Locale.ROOT, "by %.1f..%.1f %%", 100 * (low / 1.1 - 1), 100 * (high * 1.1 - 1))),
                comparison.text());
    }

    @Test
    void fewerThanFiveRoundsSayNothingOfTheMachineOrTheEngines() {
        assertEquals(List.of(State.UNDECIDED, State.UNDECIDED), states(rounds(4, 1, 1.1)));
        assertEquals(
                Conclusion.NO_INFERENCE,
                Comparisons.of(TimingSamples.of(Opponents.eachTwo(List.of("x", "y")), rounds(4, 1, 1.1)))
                        .get(0)
                        .verdict());
    }

    /** y needs 1.2 times the time in every round, so x has 1.2 times its throughput, whatever the round's own pace. */
    @Test
    void enginesAreComparedWithinRoundsAndControlsLeftOut() {
        List<Comparison> comparisons =
                Comparisons.of(TimingSamples.of(Opponents.eachTwo(List.of("x", "y")), rounds(10, 1, 1.1)));
        assertEquals(1, comparisons.size());
        assertEquals("x", comparisons.get(0).better());
        assertEquals(10, comparisons.get(0).n());
        assertEquals(1.2, comparisons.get(0).estimate(), 0.006);
        assertTrue(TimingSamples.of(Opponents.eachTwo(List.of("x")), rounds(10, 1, 1.1))
                .isEmpty());
    }
}
