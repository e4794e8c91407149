package io.enginebench.report.page;

import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether the engines train the same thing: the ladder of each pair, rung by rung. */
final class ParitySection {
    private ParitySection() {}

    static Optional<Section> of(RunScope run) {
        List<ParityReport> reports = run.result().parity();
        if (reports.isEmpty()) {
            return Optional.empty();
        }
        List<Block> blocks = new ArrayList<>();
        for (ParityReport report : reports) {
            String pair = "%s, %s: %s against %s"
                    .formatted(
                            report.task(),
                            report.model(),
                            report.engines().get(0),
                            report.engines().get(1));
            if (!report.passed()) {
                blocks.add(Block.Text.warning("Parity does not hold for " + pair
                        + (report.reason() == null ? "." : ": " + report.status() + ", " + report.reason() + ".")));
            }
            if (!report.rungs().isEmpty()) {
                blocks.add(ladder(pair, report));
            }
        }
        return Optional.of(new Section(run.id("parity"), "Parity of the engines", blocks));
    }

    /** The faults of all pairs, in a sentence each. */
    static List<String> faults(RunScope run) {
        return run.result().parity().stream()
                .flatMap(report -> report.faults().stream())
                .toList();
    }

    private static Block ladder(String pair, ParityReport report) {
        return new Block.DataTable(
                pair + (report.passed() ? ", every rung holds" : ", does NOT hold"),
                List.of(
                        Block.Column.text("rung"),
                        Block.Column.text("holds"),
                        Block.Column.number("largest difference"),
                        Block.Column.number("relative"),
                        Block.Column.number("judged"),
                        Block.Column.number("tolerance"),
                        Block.Column.prose("judged by, first difference, remarks")),
                report.rungs().stream().map(ParitySection::row).toList(),
                List.of());
    }

    private static List<String> row(Rung rung) {
        return List.of(
                rung.number() + ". " + rung.name(),
                rung.passed() ? "yes" : "NO",
                Numbers.significant(rung.maxAbsDifference()),
                Numbers.significant(rung.maxRelDifference()),
                Numbers.significant(rung.judgedDifference()),
                Numbers.significant(rung.tolerance()),
                String.join(
                        "; ",
                        List.of(
                                        rung.judgedBy(),
                                        rung.firstDifference() == null ? "" : "first: " + rung.firstDifference(),
                                        Objects.requireNonNullElse(rung.detail(), ""))
                                .stream()
                                .filter(text -> !text.isEmpty())
                                .toList()));
    }
}
