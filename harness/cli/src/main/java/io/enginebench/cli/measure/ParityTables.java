package io.enginebench.cli.measure;

import io.enginebench.cli.terminal.TextTables;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.Rung;
import io.enginebench.report.table.Table;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table of each parity report. */
final class ParityTables {
    private ParityTables() {}

    static void print(PrintWriter out, ParityReport report) {
        String title = "%s, %s, %s: %s against %s, seed %d, %s: %s"
                .formatted(
                        report.task(),
                        report.model(),
                        report.division().words(),
                        report.engines().get(0),
                        report.engines().get(1),
                        report.seed(),
                        Words.counted(report.threads(), "thread"),
                        verdict(report));
        if (report.status() != CellStatus.OK) {
            out.println(title);
            out.println(report.status() + ", " + report.reason());
            out.println();
            return;
        }
        TextTables.print(
                out,
                new Table(
                        title,
                        List.of(
                                "rung",
                                "max |d|",
                                "max rel |d|",
                                "judged",
                                "tolerance",
                                "",
                                "first difference",
                                "detail"),
                        report.rungs().stream().map(ParityTables::row).toList(),
                        List.of()));
    }

    private static String verdict(ParityReport report) {
        return report.passed() ? "the same" : report.status() == CellStatus.OK ? "NOT the same" : "not known";
    }

    private static List<String> row(Rung rung) {
        return List.of(
                rung.number() + " " + rung.name(),
                shown(rung.maxAbsDifference()),
                shown(rung.maxRelDifference()),
                shown(rung.judgedDifference()),
                shown(rung.tolerance()),
                rung.passed() ? "pass" : "FAIL",
                Objects.requireNonNullElse(rung.firstDifference(), "-"),
                // The digests are for scripts; a terminal is not that wide.
                rung.detail().startsWith("SHA-256") ? rung.detail().substring(0, 20) + "…" : rung.detail());
    }

    private static String shown(@Nullable Double value) {
        return value == null ? "not finite" : value == 0 ? "0" : Numbers.format("%.1e", value);
    }
}
