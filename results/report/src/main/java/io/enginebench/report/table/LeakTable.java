package io.enginebench.report.table;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the notebook's protocol is worth against the clean one. */
final class LeakTable {
    private LeakTable() {}

    /** The table of a task and model, if both protocols have figures. */
    static Optional<Table> of(RunResult result, TaskDescriptor task, String model, Division division) {
        List<Trainings> both = Trainings.of(result, task, model).stream()
                .filter(one -> one.division() == division)
                .filter(one -> one.cells().stream().anyMatch(cell -> cell.status() == CellStatus.OK))
                .toList();
        if (both.size() < Protocol.values().length) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        for (String engine : both.get(0).engines()) {
            List<String> row = new ArrayList<>(List.of(engine));
            both.forEach(one -> row.add(Numbers.plain("%,.4f", one.score(engine))));
            both.forEach(one -> row.add(seen(one.measured(engine))));
            rows.add(row);
        }
        return Optional.of(
                new Table(
                        "%s  what the notebook's protocol is worth, %s (%s)"
                                .formatted(
                                        task.id(),
                                        division.words(),
                                        task.kind().judgedBy().label()),
                        List.of("engine", "clean", "notebook", "test rows trained on, clean", "notebook"),
                        rows,
                        List.of(
                                "The notebook trains one model on across the folds, so that from the second fold on it is scored on rows"
                                        + " it has been trained on"
                                        + (task.input().image()
                                                        && task.inputShape().get(0) > 1
                                                ? ", and its reshape mixes the images of a record"
                                                : "")
                                        + "; the clean protocol starts anew for each fold, so the difference is no skill of the network.")));
    }

    /** Test rows that had been trained on when they were scored, of all test rows. */
    private static String seen(List<QualityCell> cells) {
        long seen = 0;
        long all = 0;
        for (QualityCell cell : cells) {
            if (cell.evidence() != null && cell.predictions() != null) {
                seen += cell.evidence().testRowsTrainedOn();
                all += cell.predictions().rows().size();
            }
        }
        return all == 0 ? Numbers.DASH : Numbers.format("%,d of %,d", seen, all);
    }
}
