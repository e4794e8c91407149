package io.enginebench.report.table;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Train here, serve there: a row for each engine that trained, a column for each that answered, and in each field the figure
 * with its distance from the trainer's own and the test rows that are answered differently.
 */
final class CrossTable {
    private CrossTable() {}

    /** The table of a task and model, if there was a cross-evaluation. */
    static Optional<Table> of(RunResult result, TaskDescriptor task, String model, Division division) {
        List<CrossCell> crosses = result.crossCells().stream()
                .filter(cell -> cell.setting().isOf(task.id(), model) && cell.division() == division)
                .toList();
        if (crosses.stream().noneMatch(cell -> cell.status() == CellStatus.OK)) {
            return Optional.empty();
        }
        long seed = crosses.get(0).seed();
        boolean classes = task.kind().hasClasses();
        List<String> engines = result.engineIds(division);
        List<String> header = new ArrayList<>(List.of("trained on"));
        engines.forEach(engine -> header.add("answered by " + engine));
        List<List<String>> rows = new ArrayList<>();
        for (String trainer : engines) {
            if (Trainings.of(result, task, model).stream()
                    .flatMap(trainings -> trainings.cells().stream())
                    .allMatch(cell -> !cell.engine().equals(trainer) || Unsupported.is(cell))) {
                continue;
            }
            List<QualityCell> own = Trainings.of(result, task, model).stream()
                    .filter(trainings -> trainings.division() == division)
                    .flatMap(trainings -> trainings.measured(trainer).stream())
                    .filter(cell -> cell.protocol() == Protocol.CLEAN && cell.seed() == seed)
                    .toList();
            List<String> row = new ArrayList<>(List.of(trainer));
            for (String server : engines) {
                row.add(server.equals(trainer) ? own(own) : other(own, crosses, server, classes));
            }
            rows.add(row);
        }
        return Optional.of(new Table(
                "%s  train here, serve there, %s (%s, seed %d)"
                        .formatted(
                                task.id(),
                                division.words(),
                                task.kind().judgedBy().label(),
                                seed),
                header,
                rows,
                List.of("In brackets the distance from the trainer's own figure, and "
                        + (classes
                                ? "the test rows that get another class."
                                : "the largest difference between two answers to one row."))));
    }

    private static String own(List<QualityCell> cells) {
        return Numbers.plain(
                "%.4f", Numbers.meanOrNull(cells.stream().map(Trainings::score).toList()));
    }

    private static String other(List<QualityCell> trained, List<CrossCell> crosses, String server, boolean classes) {
        List<CrossCell> own =
                crosses.stream().filter(cell -> cell.engine().equals(server)).toList();
        return Served.of(trained, own)
                .map(served -> Numbers.format("%.4f (%+.4f, ", served.there(), served.there() - served.own())
                        + Numbers.format(classes ? "%.0f rows)" : "%.1e)", served.change()))
                .orElse(Numbers.DASH);
    }
}
