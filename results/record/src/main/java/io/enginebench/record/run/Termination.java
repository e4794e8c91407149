package io.enginebench.record.run;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.json.JsonEnum;
import java.util.List;

/** How a campaign ended. */
public enum Termination implements JsonEnum {
    /** All planned cells were tried. */
    NORMAL,
    /** It was stopped before that. */
    INTERRUPTED;

    /** That of a campaign whose cells ended so. */
    public static Termination of(List<CellResult> cells) {
        return cells.stream().anyMatch(cell -> cell.status() == CellStatus.INTERRUPTED) ? INTERRUPTED : NORMAL;
    }
}
