package io.enginebench.report.page;

import io.enginebench.report.table.ResultTables;
import io.enginebench.report.table.Table;
import java.util.ArrayList;
import java.util.List;

/** What the engines learnt: figures, loss and score over the epochs, recall, confusion; a part for each task, model and protocol. */
final class QualitySection {
    private QualitySection() {}

    static List<Section> of(RunScope run) {
        List<Block> blocks = new ArrayList<>();
        for (Subject subject : Subject.of(run)) {
            blocks.add(new Block.Heading(subject.title()));
            List<Block> figures = new ArrayList<>();
            CurveFigure.loss(subject, run.palette()).ifPresent(figures::add);
            CurveFigure.score(subject, run.palette()).ifPresent(figures::add);
            RecallFigure.of(subject, run.palette()).ifPresent(figures::add);
            List<Block> columns = new ArrayList<>();
            ResultTables.of(run.result(), subject.task(), subject.model(), subject.protocol())
                    .map(table -> new Block.Stack(List.of(Block.DataTable.of(table, run.palette()))))
                    .ifPresent(columns::add);
            if (!figures.isEmpty()) {
                columns.add(new Block.Stack(figures));
            }
            blocks.add(new Block.Grid(columns));
            blocks.addAll(ConfusionMatrices.of(subject, run.palette()));
        }
        List<Block> across = new ArrayList<>();
        run.result()
                .tasks()
                .forEach(task -> task.models().forEach(model -> {
                    for (Table table : ResultTables.across(run.result(), task, model)) {
                        across.add(Block.DataTable.of(table, run.palette()));
                    }
                }));
        List<Section> sections = new ArrayList<>();
        if (!blocks.isEmpty()) {
            sections.add(new Section(run.id("quality"), "Quality", blocks));
        }
        if (!across.isEmpty()) {
            sections.add(new Section(run.id("across"), "Protocols and engines crossed", across));
        }
        return sections;
    }
}
