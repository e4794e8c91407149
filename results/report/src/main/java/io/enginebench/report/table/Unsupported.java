package io.enginebench.report.table;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What engines cannot do, a line for each engine and reason instead of one for each cell. */
final class Unsupported {
    private Unsupported() {}

    static boolean is(CellResult cell) {
        return cell.status() == CellStatus.UNSUPPORTED;
    }

    static List<String> notes(List<? extends CellResult> cells) {
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        for (CellResult cell : cells) {
            if (is(cell)) {
                counts.computeIfAbsent(cell.setting().engine(), engine -> new LinkedHashMap<>())
                        .merge(String.valueOf(cell.reason()), 1, Integer::sum);
            }
        }
        List<String> notes = new ArrayList<>();
        counts.forEach((engine, reasons) -> reasons.forEach((reason, count) -> notes.add(
                "%s: %s in %d of these cells, %s.".formatted(engine, CellStatus.UNSUPPORTED, count, reason))));
        return notes;
    }
}
