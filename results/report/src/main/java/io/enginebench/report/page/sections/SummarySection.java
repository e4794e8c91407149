package io.enginebench.report.page.sections;

import static io.enginebench.report.page.html.Block.Column.number;
import static io.enginebench.report.page.html.Block.Column.text;

import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block.DataTable;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/** Several runs in one table: a row for each run, task, model, protocol and engine. */
public final class SummarySection {
    private SummarySection() {}

    /** The section that stands before the runs. */
    public static Section of(List<RunScope> runs) {
        List<List<String>> rows = new ArrayList<>();
        for (RunScope run : runs) {
            for (Trainings trainings : Trainings.of(run.result())) {
                for (String engine : trainings.engines()) {
                    rows.add(List.of(
                            run.number() + ". " + run.name(),
                            trainings.title(),
                            engine,
                            trainings.scoreName(),
                            Numbers.fixed(trainings.score(engine), 4),
                            trainings.measured(engine).size() + " of "
                                    + trainings.of(engine).size(),
                            run.result().environment().host().hostProcessorModelName()));
                }
            }
        }
        return new Section(
                "summary",
                "Runs on this page",
                List.of(
                        new DataTable(
                                "Each run's main figures",
                                List.of(
                                        text("run"),
                                        text("task"),
                                        text("engine"),
                                        text("figure"),
                                        number("mean"),
                                        number("cells with figures"),
                                        text("processor")),
                                rows,
                                List.of(
                                        "Runs on other machines, data or settings are not comparable in speed, and may not be in quality."))));
    }
}
