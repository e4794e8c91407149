package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.process.ModelsProcess;
import io.enginebench.cli.result.ReportCommand;
import io.enginebench.cli.terminal.Interrupts;
import io.enginebench.cli.terminal.Program;
import io.enginebench.ground.Home;
import io.enginebench.record.run.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    private static final Path SEED = Session.HOME.resolve("results/published/seed.json");

    @TempDir
    Path folder;

    @Test
    void pageComesBesideASingleResult() throws IOException {
        Path result = Files.copy(SEED, folder.resolve("result.json"));
        Session session = Session.run("report", result.toString());
        assertEquals(0, session.exitCode(), session.err());
        assertEquals(List.of("written: " + folder.resolve("report.html")), session.errLines());
        String id = ResultFile.read(SEED).campaign().id();
        assertTrue(Files.readString(folder.resolve("report.html")).contains("<h2 id=\"r1-run\">Run " + id + "</h2>"));
    }

    @Test
    void severalResultsAreOnePage() throws IOException {
        Path page = folder.resolve("page.html");
        Session session = Session.run("report", SEED.toString(), SEED.toString(), "-o", page.toString());
        assertEquals(0, session.exitCode(), session.err());
        assertTrue(Files.readString(page).contains("<h2 id=\"r2-run\">"));
    }

    @Test
    void resultIsNotOverwrittenByItsPage() throws IOException {
        Path result = Files.copy(SEED, folder.resolve("result.json"));
        Session session = Session.run("report", result.toString(), "-o", result.toString());
        assertEquals(2, session.exitCode());
        assertEquals(
                "bench: -o must be another file than the result, got " + result,
                session.errLines().get(0));
        assertEquals(-1, Files.mismatch(SEED, result));
    }

    @Test
    void fileThatIsNoResultIsBadInput() throws IOException {
        Path other = Files.writeString(folder.resolve("result.json"), "{\"cells\": 1}");
        Session session = Session.run("report", other.toString());
        assertEquals(65, session.exitCode(), session.err());
        assertTrue(Files.notExists(folder.resolve("report.html")));
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        Session session = Session.run("report", folder.resolve("nothing.json").toString());
        assertEquals(65, session.exitCode());
        assertEquals(
                "bench: FILE must be a result file, got " + folder.resolve("nothing.json") + ", which is not there",
                session.errLines().get(0));
    }

    @Test
    void resultStandsWhenItsPageCannotBeWritten() throws IOException {
        Files.createDirectories(folder.resolve("report.html/in the way"));
        StringWriter err = new StringWriter();
        Program program = new Program(
                new ModelsProcess(new Home(Session.HOME, Session.CACHE)),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                false,
                Map.of(),
                List.of(),
                new Interrupts());
        ReportCommand.writeBeside(folder.resolve("result.json"), ResultFile.read(SEED), program);
        assertTrue(err.toString().startsWith("bench: the page could not be written: "), err.toString());
        assertTrue(err.toString().contains("the result is whole; next: ./bench report "), err.toString());
    }

    @Test
    void fileThatIsNoPageOfOursIsNotOverwrittenUnasked() throws IOException {
        Path result = Files.copy(SEED, folder.resolve("result.json"));
        Path mine = Files.writeString(folder.resolve("report.html"), "<title>mine</title>");
        Session session = Session.run("report", result.toString());
        assertEquals(2, session.exitCode());
        assertEquals(
                List.of("bench: " + mine + " must be a page of enginebench or absent, got another file; next: -o PAGE"),
                session.errLines());
        assertEquals("<title>mine</title>", Files.readString(mine));
        assertEquals(
                0,
                Session.run("report", result.toString(), "-o", mine.toString()).exitCode());
        assertEquals(0, Session.run("report", result.toString()).exitCode(), "its own page is made again");
    }

    @Test
    void pageGoesToStandardOutputForADash() {
        Session session = Session.run("report", SEED.toString(), "-o", "-");
        assertEquals(0, session.exitCode(), session.err());
        assertEquals("", session.err());
        assertTrue(session.out().startsWith("<!DOCTYPE html>"));
    }
}
