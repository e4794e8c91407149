package io.enginebench.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.report.table.Table;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TextTablesTest {
    private static final String SENTENCE =
            "a device that there is not on this machine ".repeat(3).strip();
    private static final Table TABLE =
            new Table("title", List.of("engine", "state"), List.of(List.of("pytorch", SENTENCE)), List.of(SENTENCE));

    private final StringWriter printed = new StringWriter();

    private List<String> lines(PrintWriter out) {
        TextTables.print(out, TABLE);
        TextTables.list(out, TABLE.header(), TABLE.rows(), row -> row);
        out.flush();
        return printed.toString().lines().toList();
    }

    /** 128 characters of a sentence and 10 of the engine's column fit into no line of 80. */
    @Test
    void sentencesGoOnBelowThemselvesOnATerminal() {
        List<String> lines = lines(new Screen(printed, 60, Ansi.OFF));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80), printed.toString());
        assertTrue(lines.stream().anyMatch(line -> line.matches("    [^ |].*")), "the note's second line");
        assertEquals(
                SENTENCE + " " + SENTENCE,
                String.join(
                        " ",
                        lines.stream()
                                .filter(line -> line.contains("|") && !line.contains("engine"))
                                .map(line ->
                                        line.substring(line.indexOf('|') + 1).strip())
                                .toList()));
    }

    @Test
    void commandsAndPathsStayWhole() {
        String command =
                "fewer than five rounds are few; next: ./bench throughput --tasks fashion --rounds 10 --models study-cnn";
        String path = "/" + "folder/".repeat(20);
        PrintWriter out = new Screen(printed, 80, Ansi.OFF);
        TextTables.print(out, new Table("t", List.of("a", "b"), List.of(List.of("x", path)), List.of(command)));
        assertTrue(printed.toString().contains("\n" + command + "\n"), printed.toString());
        assertTrue(printed.toString().contains("| " + path), printed.toString());
    }

    @Test
    void whatAProgramReadsIsNotWrapped() {
        List<String> lines = lines(new PrintWriter(printed));
        assertTrue(lines.contains(SENTENCE), printed.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains(" | " + SENTENCE)), printed.toString());
    }
}
