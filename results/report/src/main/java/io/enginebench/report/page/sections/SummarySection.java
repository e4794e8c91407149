package io.enginebench.report.page.sections;

import io.enginebench.analysis.gate.Gate;
import io.enginebench.analysis.gate.GateReport;
import io.enginebench.analysis.gate.GateRow;
import io.enginebench.record.run.Suite;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Several runs in one table, a row for each run, task, model, protocol and engine; then each held against the first: what differs, and what has
 * become better or worse, as far as two runs can tell.
 */
public final class SummarySection {
    private static final String COMPARABLE =
            "Runs on other machines, data or settings are not comparable in speed, and may not be in quality.";

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
        List<Block> blocks = new ArrayList<>();
        // Runs of timing alone have none.
        blocks.add(sheet.isEmpty() ? new Block.Text(COMPARABLE) : sheet.table("Each run's main figures", COMPARABLE));
        for (RunScope run : runs.subList(1, runs.size())) {
            against(runs.get(0), run, blocks);
        }
        return new Section("summary", "Runs on this page", blocks);
    }

    /** By the rules of the gate. */
    private static void against(RunScope first, RunScope other, List<Block> blocks) {
        GateReport report = Gate.of(first.result(), other.result(), new Gate.Terms(Map.of(), false));
        String title = "%d. %s against %d. %s".formatted(other.number(), other.name(), first.number(), first.name());
        List<String> differences = new ArrayList<>();
        Suite before = first.result().suite();
        Suite now = other.result().suite();
        if (!before.sameBuild(now)) {
            differences.add("program: %s in the first, %s in this one".formatted(before.words(), now.words()));
        }
        differences.addAll(report.differences());
        differences.addAll(report.unfit());
        blocks.add(new Block.Text(title + (differences.isEmpty() ? ": nothing differs but the time." : ":")));
        if (!differences.isEmpty()) {
            blocks.add(new Block.Bullets(differences.stream()
                    .map(difference -> other.palette().pieces(Words.readable(difference)))
                    .toList()));
        }
        int missing = report.of(GateRow.Outcome.MISSING).size();
        List<GateRow> common = report.rows().stream()
                .filter(row -> row.outcome() != GateRow.Outcome.MISSING)
                .toList();
        if (missing > 0) {
            blocks.add(new Block.Text("%s of the first run %s not in this one."
                    .formatted(Words.counted(missing, "figure"), missing == 1 ? "is" : "are")));
        }
        if (common.isEmpty()) {
            return;
        }
        Sheet sheet = new Sheet()
                .texts("engine", "task", "network", "figure", "outcome")
                .prose("why");
        for (GateRow row : common) {
            sheet.row(
                    row.engine(),
                    row.task(),
                    row.model(),
                    Words.readable(row.metric()),
                    row.outcome().json().replace('_', ' '),
                    Words.readable(row.text()));
        }
        blocks.add(
                new Block.Folded(
                        "%s, of which %d are worse and %d better"
                                .formatted(
                                        Words.counted(common.size(), "figure"),
                                        report.of(GateRow.Outcome.WORSE).size(),
                                        report.of(GateRow.Outcome.BETTER).size()),
                        List.of(
                                sheet.table(
                                        title,
                                        "Two runs at two times share no machine's hour: how little their speeds can tell is in docs/ci.md."))));
    }
}
