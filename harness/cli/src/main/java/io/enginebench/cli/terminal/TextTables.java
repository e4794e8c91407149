package io.enginebench.cli.terminal;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Control;
import io.enginebench.report.answer.Answer;
import io.enginebench.report.table.Divisions;
import io.enginebench.report.table.MoreSeeds;
import io.enginebench.report.table.ResultTables;
import io.enginebench.report.table.Table;
import io.enginebench.report.table.TimingTables;
import io.enginebench.report.table.VerdictTables;
import io.enginebench.report.table.Warnings;
import io.enginebench.report.text.TimeShares;
import io.enginebench.report.text.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tables for a terminal: plain characters, the first column to the left, figures to the right. */
public final class TextTables {
    private static final int WIDEST = 200;

    private TextTables() {}

    /** All tables of a result. */
    public static void print(PrintWriter out, RunResult result) {
        Warnings.of(result).forEach(out::println);
        Divisions.disagreements(result).forEach(out::println);
        Stream.of(ResultTables.of(result), TimingTables.of(result), VerdictTables.of(result))
                .flatMap(List::stream)
                .forEach(table -> print(out, table));
        for (Control control : result.controls()) {
            out.println("control %s: %s".formatted(Words.of(control.outcome()), control.name()));
        }
        MoreSeeds more = MoreSeeds.of(result);
        more.remarks().forEach(out::println);
        more.commands().forEach(command -> out.println("more seeds: " + command));
        TimeShares time = TimeShares.of(result.campaign());
        if (!time.parts().isEmpty()) {
            out.println("time: " + time.text(result.campaign().jobs()));
        }
        for (Answer answer : Answer.of(result)) {
            out.println();
            out.println(answer.text());
        }
    }

    /** A table with its title and notes, the columns after the first to the right. */
    public static void print(PrintWriter out, Table table) {
        out.println(table.title());
        print(out, table.header(), table.rows(), HorizontalAlign.RIGHT);
        table.notes().forEach(out::println);
        out.println();
    }

    /** A row for each thing, all columns to the left. */
    public static <T> void list(PrintWriter out, List<String> header, List<T> things, Function<T, List<String>> row) {
        print(out, header, things.stream().map(row).toList(), HorizontalAlign.LEFT);
    }

    private static void print(PrintWriter out, List<String> header, List<List<String>> rows, HorizontalAlign others) {
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
