package io.enginebench.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.Rung;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParityGridTest {
    private static final List<String> PAIR = List.of("x", "y");

    private static Setting setting(String model) {
        return new Setting("x", Division.TUNED, "cpu", Dtype.FLOAT32, 1, "t", model, Protocol.CLEAN, null, 1);
    }

    private static Rung rung(int number, Double judged, double tolerance) {
        boolean passed = judged != null && judged <= tolerance;
        return new Rung(number, "r" + number, 0.0, 0.0, "by", judged, tolerance, passed, passed ? null : "w", "");
    }

    private static final ParityReport SOUND =
            ParityReport.of(setting("a"), PAIR, List.of(rung(1, 0.0, 0), rung(3, 2e-6, 1e-5), rung(10, 1e-9, 1e-5)));

    @Test
    void eachPairHasARowAndEachRungAColumn() {
        Table table = ParityGrid.of(List.of(
                        SOUND,
                        ParityReport.of(
                                setting("b"),
                                PAIR,
                                List.of(rung(1, 7.0, 0), rung(3, 2e-4, 1e-5), rung(7, null, 1), rung(8, 0.0, 1))),
                        ParityReport.missing(
                                setting("b"), List.of("x", ParityReport.REFERENCE), CellStatus.UNSUPPORTED, "no"),
                        ParityReport.missing(setting("c"), PAIR, CellStatus.CRASHED, "SIGSEGV")))
                .orElseThrow();
        assertEquals(
                List.of("task", "network", "division", "opponents", "holds", "1", "3", "7", "8", "10"), table.header());
        assertEquals(
                List.of(
                        List.of("t", "a", "tuned", "x against y", "yes", "0", "0.20", "-", "-", "1e-04"),
                        List.of(
                                "t",
                                "b",
                                "tuned",
                                "x against y",
                                "NO",
                                "FAILS 7.00",
                                "FAILS 20.00",
                                "FAILS, not finite",
                                "0",
                                "-"),
                        List.of(
                                "t",
                                "b",
                                "tuned",
                                "x against float64-reference",
                                "not available",
                                "-",
                                "-",
                                "-",
                                "-",
                                "-"),
                        List.of("t", "c", "tuned", "x against y", "CRASHED", "-", "-", "-", "-", "-")),
                table.rows());
        assertEquals(
                List.of("t, b, tuned, x against float64-reference: no.", "t, c, tuned, x against y: SIGSEGV."),
                table.notes().subList(2, 4));
    }

    @Test
    void lossCurveOfWhichFewerStepsWereComparedSaysSo() {
        Rung curve = new Rung(7, "loss curve", 0.0, 0.0, "by", 5e-5, 1e-4, true, null, "50 steps, 9 of them compared");
        Table table = ParityGrid.of(List.of(SOUND, ParityReport.of(setting("b"), PAIR, List.of(curve))))
                .orElseThrow();
        assertEquals("0.50 (*)", table.rows().get(1).get(7));
        assertEquals(
                "t, b, tuned, x against y, (*): 50 steps, 9 of them compared.",
                table.notes().get(2));
    }

    @Test
    void oneNetworkHasItsLadders() {
        assertTrue(ParityGrid.of(List.of(SOUND, SOUND)).isEmpty());
    }
}
