package io.enginebench.report.page.sections;

import io.enginebench.report.page.figures.ConfusionMatrices;
import io.enginebench.report.page.figures.CurveFigure;
import io.enginebench.report.page.figures.RecallFigure;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Block.DataTable;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.table.ResultTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the engines learnt: figures, loss and score over the epochs, recall, confusion; a part for each task, model and protocol. */
final class QualitySection {
    private QualitySection() {}

    static List<Section> of(RunScope run) {
        List<Block> blocks = new ArrayList<>();
        run.trainings().forEach((id, trainings) -> {
            blocks.add(new Block.Heading(trainings.title()));
            List<Block> columns = new ArrayList<>();
            columns.add(new Block.Group(false, List.of(DataTable.of(ResultTables.of(trainings), run.palette()))));
            List<Block> figures = Stream.of(
                            CurveFigure.loss(run, id, trainings),
                            CurveFigure.score(run, id, trainings),
                            RecallFigure.of(run, id, trainings))
                    .flatMap(Optional::stream)
                    .toList();
            if (!figures.isEmpty()) {
                columns.add(new Block.Group(false, figures));
            }
            blocks.add(new Block.Group(true, columns));
            ConfusionMatrices.of(run, trainings).ifPresent(blocks::add);
        });
        List<Block> across = new ArrayList<>();
        ResultTables.across(run.result()).forEach(table -> across.add(DataTable.of(table, run.palette())));
        return Stream.of(
                        new Section(run.id("quality"), "Quality", blocks),
                        new Section(run.id("across"), "Protocols and engines crossed", across))
                .filter(section -> !section.blocks().isEmpty())
                .toList();
    }
}
