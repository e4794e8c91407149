package io.enginebench.report.page;

import java.util.ArrayList;
import java.util.List;

/** Several runs in one table: a row for each run, task, model, protocol and engine. */
final class SummarySection {
    private SummarySection() {}

    static Section of(List<RunScope> runs) {
        List<List<String>> rows = new ArrayList<>();
        for (RunScope run : runs) {
            for (Subject subject : Subject.of(run)) {
                for (String engine : subject.engines()) {
                    rows.add(List.of(
                            run.number() + ". " + run.name(),
                            subject.title(),
                            engine,
                            subject.scoreName(),
                            Numbers.fixed(subject.score(engine).orElse(null), 4),
                            subject.measured(engine).size() + " of "
                                    + subject.cells().stream()
                                            .filter(cell -> cell.engine().equals(engine))
                                            .count(),
                            run.result().environment().host().hostProcessorModelName()));
                }
            }
        }
        return new Section(
                "summary",
                "Runs on this page",
                List.of(
                        new Block.DataTable(
                                "Each run's main figures",
                                List.of(
                                        Block.Column.text("run"),
                                        Block.Column.text("task"),
                                        Block.Column.text("engine"),
                                        Block.Column.text("figure"),
                                        Block.Column.number("mean"),
                                        Block.Column.number("cells with figures"),
                                        Block.Column.text("processor")),
                                rows,
                                List.of(
                                        "Runs on other machines, data or settings are not comparable in speed, and may not be in quality."))));
    }
}
