package io.enginebench.report.page.sections;

import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.text.Numbers;
import java.util.List;

/** Several runs in one table: a row for each run, task, model, protocol and engine. */
public final class SummarySection {
    private SummarySection() {}

    /** The section that stands before the runs. */
    public static Section of(List<RunScope> runs) {
        Sheet sheet = new Sheet()
                .texts("run", "task", "engine", "figure")
                .numbers("mean", "cells with figures")
                .texts("processor");
        for (RunScope run : runs) {
            for (Trainings trainings : Trainings.of(run.result())) {
                for (String engine : trainings.engines()) {
                    sheet.row(
                            run.number() + ". " + run.name(),
                            trainings.title(),
                            engine,
                            trainings.scoreName(),
                            Numbers.fixed(trainings.score(engine), 4),
                            trainings.measured(engine).size() + " of "
                                    + trainings.of(engine).size(),
                            run.result().environment().host().hostProcessorModelName());
                }
            }
        }
        return new Section(
                "summary",
                "Runs on this page",
                List.of(
                        sheet.table(
                                "Each run's main figures",
                                "Runs on other machines, data or settings are not comparable in speed, and may not be in quality.")));
    }
}
