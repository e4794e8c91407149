package io.enginebench.analysis.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.analysis.verdict.Comparisons;
import io.enginebench.analysis.verdict.Opponents;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.run.Environment;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sixteen rounds, of which every second ran elsewhere. */
class MachinesTest {
    private static final Opponents BOTH = Opponents.eachTwo(List.of("x", "y"));

    private static ThroughputCell cell(String engine, int round, ControlArm control, double millis) {
        TimingRaw raw = new TimingRaw(1, null, List.of((long) (millis * 1e6)), null, null);
        return new ThroughputCell(
                engine + "-" + round + (control == null ? "" : "-" + control.json()),
                new Setting(engine, Division.TUNED, "cpu", Dtype.FLOAT32, 1, "t", "m", Protocol.CLEAN, null, 1),
                new Timing(Mode.TRAIN, 32, round, 0, control),
                null,
                new Outcome.Timed(TimingFigures.of(Mode.TRAIN, 32, raw), null, null, null, null, raw));
    }

    /** y takes 1.2 times as long as x here, and so many times as long elsewhere; by 1 % more or less from round to round. */
    private static List<ThroughputCell> rounds(double elsewhere) {
        List<ThroughputCell> cells = new ArrayList<>();
        for (int round = 1; round <= 16; round++) {
            double wobble = 1 + 0.01 * (round % 3 - 1);
            cells.add(cell("x", round, null, 100));
            cells.add(cell("y", round, null, 100 * (round % 2 == 0 ? elsewhere : 1.2) * wobble));
            cells.add(cell("x", round, ControlArm.AGAIN, 100 * wobble));
        }
        return cells;
    }

    private static Machines machines(String here, String elsewhere, List<ThroughputCell> cells) {
        Map<String, Environment.Host> hosts = new HashMap<>();
        for (ThroughputCell cell : cells) {
            hosts.put(
                    cell.id(), new Environment.Host(cell.round() % 2 == 0 ? elsewhere : here, 2, null, 1, null, null));
        }
        return new Machines(hosts);
    }

    /** As under {@code taskset}, or on two kinds of a cloud's machines of one name. */
    @Test
    void roundsOnFewerUsableProcessorsOrWithOtherInstructionsAreJudgedApart() {
        List<ThroughputCell> cells = rounds(0.8);
        for (Environment.Host other : List.of(
                new Environment.Host("cpu", 2, 1, 1, null, null),
                new Environment.Host("cpu", 2, null, 1, null, List.of("avx2")))) {
            Map<String, Environment.Host> hosts = new HashMap<>();
            cells.forEach(cell -> hosts.put(
                    cell.id(), cell.round() % 2 == 0 ? other : new Environment.Host("cpu", 2, null, 2, null, null)));
            Comparison comparison = comparison(cells, new Machines(hosts));
            assertEquals(Conclusion.NO_INFERENCE, comparison.verdict());
            assertTrue(comparison.text().contains("on cpu with 2 cores"), comparison.text());
            assertTrue(comparison.text().contains("the processors disagree (Welch's t"), comparison.text());
        }
    }

    @Test
    void processorsAreNamedSoThatUnlikeOnesAreToldApart() {
        List<ThroughputCell> cells = rounds(1.2);
        String first = cells.get(0).id();
        String last = cells.get(cells.size() - 1).id();
        assertEquals(Map.of(), machines("cpu", "cpu", cells).unlike());
        Map<String, String> names = machines("one", "other", cells).unlike();
        assertEquals(List.of("one", "other"), List.of(names.get(first), names.get(last)));
        Map<String, String> fewer = new Machines(Map.of(
                        first, new Environment.Host("cpu", 2, null, 1, null, null),
                        last, new Environment.Host("cpu", 2, 1, 1, null, null)))
                .unlike();
        assertEquals(
                List.of("cpu with 2 cores", "cpu with 2 cores, 1 of them usable"),
                List.of(fewer.get(first), fewer.get(last)));
    }

    private static Comparison comparison(List<ThroughputCell> cells, Machines machines) {
        return Comparisons.of(TimingSamples.of(BOTH, cells, machines)).get(0);
    }

    @Test
    void roundsOfOneModelAreOneSampleWhereverTheyRan() {
        List<ThroughputCell> cells = rounds(1.2);
        Comparison comparison = comparison(cells, machines("cpu", "cpu", cells));
        assertEquals("x", comparison.better());
        assertEquals(comparison(cells, Machines.ONE), comparison);
    }

    @Test
    void roundsOfUnlikeModelsHaveNoVerdictTogether() {
        List<ThroughputCell> cells = rounds(0.8);
        Comparison comparison = comparison(cells, machines("old cpu", "new cpu", cells));
        assertEquals(Conclusion.NO_INFERENCE, comparison.verdict());
        assertEquals(16, comparison.n());
        assertTrue(comparison.text().contains("on new cpu y is faster"), comparison.text());
        assertTrue(comparison.text().contains("on old cpu x is faster"), comparison.text());
        assertTrue(comparison.text().contains("the processors disagree (Welch's t"), comparison.text());
    }

    @Test
    void controlOfUnlikeModelsIsUndecided() {
        List<ThroughputCell> cells = rounds(1.2);
        assertEquals(
                List.of(Control.State.PASSED),
                TimingControls.of(cells, machines("cpu", "cpu", cells)).stream()
                        .map(Control::state)
                        .toList());
        assertEquals(
                List.of(Control.State.UNDECIDED),
                TimingControls.of(cells, machines("old cpu", "new cpu", cells)).stream()
                        .map(Control::state)
                        .toList());
    }
}
