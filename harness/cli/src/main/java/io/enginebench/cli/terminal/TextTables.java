package io.enginebench.cli.terminal;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.enginebench.record.run.Control;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.table.ResultTables;
import io.enginebench.report.table.Table;
import io.enginebench.report.table.TimingTables;
import io.enginebench.report.table.VerdictTables;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Tables for a terminal: plain characters, the first column to the left, figures to the right. */
public final class TextTables {
    private static final int WIDEST = 200;

    private TextTables() {}

    /** All tables of a result. */
    public static void print(PrintWriter out, RunResult result) {
        TimingTables.warnings(result).forEach(out::println);
        for (Table table : ResultTables.of(result)) {
            print(out, table);
        }
        for (Table table : TimingTables.of(result)) {
            print(out, table);
        }
        for (Table table : VerdictTables.of(result)) {
            print(out, table);
        }
        for (Control control : result.controls()) {
            out.println("control %s: %s".formatted(control.passed() ? "passed" : "FAILED", control.name()));
        }
        long seeds = result.qualityCells().stream()
                .map(cell -> cell.seed())
                .distinct()
                .count();
        if (seeds == 1 && result.engines().size() > 1) {
            out.println(
                    "One seed cannot tell whether the engines differ: the same engine with another seed differs too.");
        }
    }

    /** A table with its title and notes. */
    public static void print(PrintWriter out, Table table) {
        out.println(table.title());
        print(out, table.header(), table.rows(), HorizontalAlign.RIGHT);
        table.notes().forEach(out::println);
        out.println();
    }

    /** A table whose columns after the first are aligned as told. */
    public static void print(PrintWriter out, List<String> header, List<List<String>> rows, HorizontalAlign others) {
        List<Column> columns = new ArrayList<>();
        for (String name : header) {
            HorizontalAlign align = columns.isEmpty() ? HorizontalAlign.LEFT : others;
            columns.add(new Column()
                    .header(name)
                    .headerAlign(align)
                    .dataAlign(align)
                    .maxWidth(WIDEST));
        }
        out.println(AsciiTable.getTable(
                AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER,
                columns.toArray(new Column[0]),
                rows.stream().map(row -> row.toArray(new Object[0])).toArray(Object[][]::new)));
    }
}
