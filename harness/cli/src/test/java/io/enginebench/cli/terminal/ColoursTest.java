package io.enginebench.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.cli.Session;
import io.enginebench.record.run.ResultFile;
import io.enginebench.report.page.html.Palette;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** The answer of a published run, whose first engine is pytorch-1.13.1, on terminals and elsewhere. */
class ColoursTest {
    private static final Path RUN = Session.HOME.resolve("results/published/fashion-versions-speed.json");
    private static final String ESCAPE = "\u001B[";
    private static final String BOLD_TOPIC = ESCAPE + "1m  Answering 32 rows";
    private static final String FIRST_ENGINE =
            ESCAPE + "38;5;%dmpytorch-1.13.1".formatted(Marker.COLOURS.get(0)) + ESCAPE;

    @TempDir
    Path folder;

    private static String printed(Ansi ansi, int columns) throws IOException {
        StringWriter printed = new StringWriter();
        PrintWriter out = new Screen(printed, columns, ansi);
        TextTables.print(out, ResultFile.read(RUN));
        out.flush();
        return printed.toString();
    }

    /** Wrapped at the same places: a colour takes no room in a line. */
    @Test
    void colouredAnswerIsThePlainOneWithMarks() throws IOException {
        for (int columns : List.of(80, 160)) {
            String coloured = printed(Ansi.ON, columns);
            assertTrue(coloured.contains(BOLD_TOPIC), coloured);
            assertTrue(coloured.contains(FIRST_ENGINE), coloured);
            String plain = printed(Ansi.OFF, columns);
            assertFalse(plain.contains(ESCAPE), plain);
            assertEquals(plain, coloured.replaceAll("\u001B\\[[0-9;]*m", ""));
        }
    }

    @Test
    void commandBehindTheAnswerIsCopiedAndBearsNoMarks() {
        Marker marker = new Marker(new Palette(List.of("pytorch", "mxnet")), Ansi.ON);
        String said = marker.engines("mxnet; next: ./bench compare --engines pytorch,mxnet");
        assertTrue(said.startsWith(ESCAPE) && said.endsWith("; next: ./bench compare --engines pytorch,mxnet"), said);
    }

    /** As many as the page has, and no two alike. */
    @Test
    void enginesAreToldApartAsOnThePage() {
        List<String> ids = IntStream.range(0, Marker.COLOURS.size() + 1)
                .mapToObj(number -> "e" + number)
                .toList();
        Palette palette = new Palette(ids);
        assertEquals(
                IntStream.range(0, Marker.COLOURS.size()).boxed().toList(),
                ids.stream().limit(Marker.COLOURS.size()).map(palette::of).toList());
        assertEquals(0, palette.of(ids.get(ids.size() - 1)));
        assertEquals(Marker.COLOURS.size(), Marker.COLOURS.stream().distinct().count());
    }

    /** At 3:1, as WCAG 2 asks of what is large or no text, for colours stand beside names; levels of the cube are xterm's. */
    @Test
    void coloursAreReadOnBlackAndOnWhite() {
        int[] levels = {0, 95, 135, 175, 215, 255};
        for (int colour : Marker.COLOURS) {
            int place = colour - 16;
            double light = .2126 * light(levels[place / 36])
                    + .7152 * light(levels[place / 6 % 6])
                    + .0722 * light(levels[place % 6]);
            assertTrue((light + .05) / .05 >= 3, colour + " on black");
            assertTrue(1.05 / (light + .05) >= 3, colour + " on white");
        }
    }

    private static double light(int level) {
        double value = level / 255.0;
        return value <= .04045 ? value / 12.92 : Math.pow((value + .055) / 1.055, 2.4);
    }

    /** What the program itself prints, all in one, with a terminal of its own or without. */
    private String ran(boolean terminal, Map<String, String> environment) throws Exception {
        Path log = folder.resolve("log");
        List<String> bench = Session.command(
                "pool", RUN.toString(), "-o", folder.resolve("pooled.json").toString());
        List<String> command = terminal
                ? List.of(
                        "script",
                        "-qefc",
                        bench.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" ")),
                        "/dev/null")
                : bench;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeAll(List.of("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"));
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        String said = Files.readString(log, StandardCharsets.UTF_8);
        assertEquals(0, code, said);
        return said;
    }

    @Test
    void terminalGetsColoursUnlessItsUserWantsNone() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script, of util-linux, makes terminals");
        String said = ran(true, Map.of());
        assertTrue(said.contains(BOLD_TOPIC) && said.contains(FIRST_ENGINE), said);
        assertFalse(ran(true, Map.of("NO_COLOR", "1")).contains(ESCAPE), "NO_COLOR");
        assertFalse(ran(true, Map.of("TERM", "dumb")).contains(ESCAPE), "a dumb terminal");
    }

    @Test
    void whatIsNoTerminalGetsNoEscapes() throws Exception {
        String said = ran(false, Map.of());
        assertTrue(said.contains("\n  Answering 32 rows: "), said);
        assertFalse(said.contains("\u001B"), said);
    }
}
