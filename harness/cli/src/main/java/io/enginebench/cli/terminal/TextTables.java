package io.enginebench.cli.terminal;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Control;
import io.enginebench.report.answer.Answer;
import io.enginebench.report.serving.ServingTable;
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
import org.apache.commons.text.WordUtils;

/** Tables for a terminal: plain characters, the first column to the left, figures to the right. */
public final class TextTables {
    /** Characters of a column, whatever else there is. */
    private static final int NARROWEST = 30;

    private static final int WIDEST = 200;
    private static final String INDENT = "    ";

    private TextTables() {}

    /** All tables of a result. */
    public static void print(PrintWriter out, RunResult result) {
        Warnings.of(result).forEach(out::println);
        Divisions.disagreements(result).forEach(out::println);
        Stream.of(ResultTables.of(result), TimingTables.of(result), ServingTable.of(result), VerdictTables.of(result))
                .flatMap(List::stream)
                .forEach(table -> print(out, table));
        for (Control control : result.controls()) {
            out.println("control %s: %s".formatted(Words.of(control.outcome()), Words.readable(control.name())));
        }
        MoreSeeds more = MoreSeeds.of(result);
        more.remarks().forEach(out::println);
        more.commands().forEach(command -> out.println("more seeds: " + command));
        TimeShares time = TimeShares.of(result.campaign());
        if (!time.parts().isEmpty()) {
            out.println("time: " + time.text(result.campaign().jobs()));
        }
        Marker marker = Marker.of(result, Screen.ansi(out));
        for (Answer answer : Answer.of(result)) {
            out.println();
            out.println(answer.heading());
            answer.lines().forEach(line -> out.println(marked(line, Screen.width(out), marker)));
        }
    }

    /** A line of an answer, its topic bold and its engines in their colours. */
    private static String marked(Answer.Line line, int width, Marker marker) {
        String topic = Answer.INDENT + line.topic();
        String text = wrapped(Answer.INDENT + line, width);
        return text.startsWith(topic)
                ? marker.bold(topic) + marker.engines(text.substring(topic.length()))
                : marker.engines(text);
    }

    /** A table with its title and notes, the columns after the first to the right. */
    public static void print(PrintWriter out, Table table) {
        out.println(table.title());
        print(out, table.header(), table.rows(), HorizontalAlign.RIGHT);
        table.notes().forEach(note -> out.println(wrapped(note, Screen.width(out))));
        out.println();
    }

    /** A row for each thing, all columns to the left. */
    public static <T> void list(PrintWriter out, List<String> header, List<T> things, Function<T, List<String>> row) {
        print(out, header, things.stream().map(row).toList(), HorizontalAlign.LEFT);
    }

    private static void print(PrintWriter out, List<String> header, List<List<String>> rows, HorizontalAlign others) {
        List<Column> columns = new ArrayList<>();
        int room = room(Screen.width(out), header, rows);
        for (String name : header) {
            HorizontalAlign align = columns.isEmpty() ? HorizontalAlign.LEFT : others;
            columns.add(new Column()
                    .header(name)
                    .headerAlign(align)
                    .dataAlign(align)
                    .maxWidth(columns.size() == header.size() - 1 ? room : WIDEST));
        }
        out.println(AsciiTable.getTable(
                AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER,
                columns.toArray(new Column[0]),
                rows.stream().map(row -> row.toArray(new Object[0])).toArray(Object[][]::new)));
    }

    /** What the other columns leave to the last, which is often a sentence; a word of it, such as a path, stays whole. */
    private static int room(int width, List<String> header, List<List<String>> rows) {
        int last = header.size() - 1;
        int taken = 0; // By the others, each with a space on both sides and a line behind it.
        for (int i = 0; i < last; i++) {
            int column = i;
            taken += 3 + longest(Stream.concat(Stream.of(header), rows.stream()).map(row -> row.get(column)));
        }
        int word = longest(rows.stream().flatMap(row -> Stream.of(row.get(last).split(" ", -1))));
        return Math.min(WIDEST, Math.max(width - taken, Math.max(word + 2, NARROWEST)));
    }

    private static int longest(Stream<String> texts) {
        return texts.mapToInt(String::length).max().orElse(0);
    }

    /** A line that goes on below itself where it is longer than those of the screen; one with a command stays whole, to be copied. */
    private static String wrapped(String line, int width) {
        if (line.length() <= width || line.contains("./bench ")) {
            return line;
        }
        String start = line.startsWith(Answer.INDENT) ? Answer.INDENT : "";
        return start + WordUtils.wrap(line.strip(), width - INDENT.length(), "\n" + INDENT, false);
    }
}
