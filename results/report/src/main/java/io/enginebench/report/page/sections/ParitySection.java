package io.enginebench.report.page.sections;

import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.Rung;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.table.ParityGrid;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the engines train the same thing: the ladder of each pair, rung by rung. */
final class ParitySection {
    private ParitySection() {}

    static Optional<Section> of(RunScope run) {
        List<ParityReport> reports = run.result().parity();
        if (reports.isEmpty()) {
            return Optional.empty();
        }
        List<Block> blocks = new ArrayList<>();
        List<Block> ladders = new ArrayList<>();
        for (ParityReport report : reports) {
            String pair = "%s, %s, %s: %s"
                    .formatted(
                            report.task(),
                            report.model(),
                            report.division().words(),
                            String.join(" against ", report.engines()));
            if (report.unavailable()) {
                blocks.add(new Block.Text(pair + ": " + report.reason() + "."));
            } else if (!report.passed()) {
                blocks.add(new Block.Warning("Parity does not hold for " + pair
                        + (report.reason() == null ? "." : ": " + report.status() + ", " + report.reason() + ".")));
            }
            if (!report.rungs().isEmpty()) {
                if (drops(run, report)) {
                    ladders.add(new Block.Text(
                            pair + ": shown with dropout off, for no two engines draw alike; trainings have it on."));
                }
                ladders.add(ladder(pair, report));
            }
        }
        blocks.add(0, new Block.Text(said(reports)));
        ParityGrid.of(reports)
                .map(grid -> Block.DataTable.of(grid, run.palette()))
                .ifPresent(grid -> blocks.add(new Block.Folded("Rung by rung", List.of(grid))));
        if (!ladders.isEmpty()) {
            blocks.add(new Block.Folded("Every rung of each ladder in words", ladders));
        }
        return Optional.of(new Section(run.id("parity"), "Parity of the engines", blocks));
    }

    /** How many of the ladders hold, in a sentence. */
    private static String said(List<ParityReport> reports) {
        List<ParityReport> made =
                reports.stream().filter(report -> !report.unavailable()).toList();
        return "%d of %s: that two engines, or an engine and the reference in doubles, make the same steps of the same network."
                .formatted(
                        made.stream().filter(ParityReport::passed).count(),
                        Words.counted(made.size(), "ladder holds", "ladders hold"));
    }

    private static boolean drops(RunScope run, ParityReport report) {
        return run.result().models().stream()
                .filter(model -> model.isOf(report.task(), report.model()))
                .anyMatch(
                        model -> model.operators() != null && model.operators().contains("dropout"));
    }

    /** The faults of all pairs, in a sentence each. */
    static List<String> faults(RunScope run) {
        return run.result().parity().stream()
                .flatMap(report -> report.faults().stream())
                .toList();
    }

    private static Block ladder(String pair, ParityReport report) {
        Sheet sheet = new Sheet()
                .texts("rung", "holds")
                .numbers("largest difference", "relative", "judged", "tolerance")
                .prose("judged by, first difference, remarks");
        for (Rung rung : report.rungs()) {
            sheet.row(
                    rung.number() + ". " + rung.name(),
                    rung.passed() ? "yes" : "NO",
                    Numbers.significant(rung.maxAbsDifference()),
                    Numbers.significant(rung.maxRelDifference()),
                    Numbers.significant(rung.judgedDifference()),
                    Numbers.significant(rung.tolerance()),
                    Stream.of(
                                    rung.judgedBy(),
                                    rung.firstDifference() == null ? "" : "first: " + rung.firstDifference(),
                                    Objects.requireNonNullElse(rung.detail(), ""))
                            .filter(remark -> !remark.isEmpty())
                            .collect(Collectors.joining("; ")));
        }
        return sheet.table(pair + (report.passed() ? ", every rung holds" : ", does NOT hold"));
    }
}
