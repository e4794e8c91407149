package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.ground.Home;
import io.enginebench.record.cell.Attempt;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that misbehave as no command line can make them: a class of theirs is another one. */
@Tag("engine")
class WorkerFaultsTest {
    private static final String WATCH = "io.enginebench.worker.ParentWatch";
    /** What is done when a worker starts, and when its job is done. */
    private static final String SOURCE = """
            package io.enginebench.worker;
            final class ParentWatch {
                static ParentWatch start() {
                    try {
                        String job = System.getProperty("sun.java.command");
                        %s
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return new ParentWatch();
                }
                void awaitDismissal() throws InterruptedException {
                    try {
                        while (System.in.read() >= 0) {}
                    } catch (java.io.IOException e) {
                        // As good as the end.
                    }
                    %s
                }
            }
            """;

    @TempDir
    Path folder;

    private Home home(String atStart, String atEnd) throws IOException {
        return BrokenEngine.ofWorker(folder, "pytorch", WATCH, SOURCE.formatted(atStart, atEnd));
    }

    private Session session(int exitCode, Home home, Map<String, String> environment, List<String> words) {
        Session session = Session.at(
                home,
                environment,
                Stream.concat(words.stream(), Stream.of("--out", out().toString()))
                        .toArray(String[]::new));
        assertEquals(exitCode, session.exitCode(), session.err());
        assertEquals(
                0,
                Session.run("verify", out().resolve("result.json").toString()).exitCode());
        return session;
    }

    private Path out() {
        return folder.resolve("out");
    }

    private RunResult run(int exitCode, Map<String, String> environment, String atStart, String atEnd)
            throws IOException {
        session(exitCode, home(atStart, atEnd), environment, Session.comparison("broken"));
        return Session.result(out());
    }

    /** One whose first worker of some job crashes before it does anything. */
    private Home crashingOnceAt(String job) throws IOException {
        return home(
                "if (job.contains(\"%s\") && new java.io.File(\"%s\").createNewFile()) { Runtime.getRuntime().halt(7); }"
                        .formatted(job, folder.resolve("crashed")),
                "");
    }

    private static List<String> attempts(CellResult cell) {
        return cell.seen().attempts().stream().map(Attempt::ending).toList();
    }

    @Test
    void whatIsStuckAfterItsResultIsEndedAndTheRowWarns() throws IOException {
        RunResult result = run(0, Map.of(), "", "if (true) { Thread.sleep(600_000); }");
        for (CellResult cell : result.cells()) {
            assertEquals(CellStatus.OK, cell.status());
            assertEquals(
                    "the worker did not end after its last result, and was ended with SIGTERM",
                    cell.seen().warning());
        }
    }

    /** Lines as a worker's own events have them, an end among them. */
    @Test
    void whatAWorkerPrintsIsItsLogAndNothingElse() throws IOException {
        RunResult result = run(0, Map.of(), """
                for (String line : new String[] {
                        "{\\"cell\\":\\"\\",\\"phase\\":\\"done\\",\\"epoch\\":0,\\"samples\\":0,\\"elapsed_nanos\\":1}",
                        "{\\"status\\":\\"FAILED\\",\\"reason\\":\\"junk\\"}", "\\0\\u2028" + "x".repeat(100_000)}) {
                    System.out.println(line);
                    System.err.println(line);
                }
                """, "");
        assertEquals(5, result.cells().size());
        for (CellResult cell : result.cells()) {
            assertEquals(CellStatus.OK, cell.status());
            assertNull(cell.seen().warning());
        }
        try (Stream<Path> jobs = Files.list(out().resolve("jobs"))) {
            assertTrue(Files.readString(jobs.findFirst().orElseThrow().resolve("worker.log"))
                    .contains("\"phase\":\"done\""));
        }
    }

    @Test
    void hangIsEndedWithWhatItHasMadeADaemon() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/environ")), "needs /proc");
        Path pid = folder.resolve("pid");
        RunResult result = run(3, Map.of("ENGINEBENCH_STALL_SECONDS", "10"), """
                if (job.contains("seed1")) {
                    new ProcessBuilder("/bin/sh", "-c", "(setsid sleep 300 & echo $! >> %s)").start().waitFor();
                    Thread.sleep(600_000);
                }
                """.formatted(pid), "");
        result.cells().forEach(cell -> assertEquals(CellStatus.TIMEOUT, cell.status()));
        List<String> daemons = Files.readAllLines(pid);
        assertFalse(daemons.isEmpty());
        for (String daemon : daemons) {
            Path stat = Path.of("/proc", daemon, "stat");
            assertTrue(!Files.exists(stat) || Files.readString(stat).matches("(?s).*\\) [ZX] .*"), daemon);
        }
    }

    @Test
    void crashedFoldIsTriedOnceMoreAndItsRowSaysSo() throws IOException {
        Session session = session(0, crashingOnceAt("seed1"), Map.of(), Session.comparison("broken", "--retries", "1"));
        RunResult result = Session.result(out());
        assertEquals(
                List.of(List.of("CRASHED"), List.of(), List.of(), List.of(), List.of()),
                result.cells().stream().map(WorkerFaultsTest::attempts).toList());
        assertEquals(7, result.cells().get(0).seen().attempts().get(0).failure().exitCode());
        assertTrue(
                session.out().contains("TRIED AGAIN: 1 cell was; figures are of the last try alone."), session.out());
        assertTrue(Files.isRegularFile(
                out().resolve("cells").resolve(result.cells().get(0).id()).resolve("attempt-1.json")));
    }

    @Test
    void crashAgainAndAgainIsTriedAsOftenAsWasAskedFor() throws IOException {
        Home home = home("if (job.contains(\"seed1\")) { Runtime.getRuntime().halt(7); }", "");
        session(3, home, Map.of(), Session.comparison("broken", "--retries", "1"));
        for (CellResult cell : Session.result(out()).cells()) {
            assertEquals(CellStatus.CRASHED, cell.status());
            assertEquals(List.of("CRASHED"), attempts(cell));
        }
        session(3, home, Map.of(), Session.comparison("broken"));
        for (CellResult cell : Session.result(out()).cells()) {
            assertEquals(CellStatus.CRASHED, cell.status());
            assertEquals(List.of(), attempts(cell), "nothing is tried twice unasked");
        }
    }

    /** The whole round: what was compared with the lost part was not timed at its side. */
    @Test
    void lostPartOfATimingRoundHasTheRoundTimedOnceMore() throws IOException {
        session(0, crashingOnceAt("r01-broken"), Map.of(), Session.timings("pytorch,broken", 1, "--retries", "1"));
        RunResult result = Session.result(out());
        assertEquals(2, result.cells().size());
        for (CellResult cell : result.cells()) {
            assertEquals(CellStatus.OK, cell.status());
            assertEquals(List.of(cell.engine().equals("broken") ? "CRASHED" : "OK"), attempts(cell));
        }
    }

    /** An engine's cells of a round share a process in a look: what it had timed stays, and the next round has a process of its own. */
    @Test
    void crashOfALookCostsTheCellThatItIsAt() throws IOException {
        Home home = home("""
                if (job.contains("-r02-")) {
                    java.nio.file.Path events = java.nio.file.Path.of(job.split(" ")[1], "events.ndjson");
                    Thread watch = new Thread(() -> {
                        try {
                            while (!java.nio.file.Files.exists(events) || !java.nio.file.Files.readString(events).contains("-train-")) {
                                Thread.sleep(5);
                            }
                            Runtime.getRuntime().halt(7);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    });
                    watch.setDaemon(true);
                    watch.start();
                }
                """, "");
        session(3, home, Map.of(), Session.comparison("broken", "--preset", "quick"));
        List<ThroughputCell> timed = Session.result(out()).throughputCells();
        assertEquals(10, timed.size());
        for (ThroughputCell cell : timed) {
            boolean trains = cell.mode() == Mode.TRAIN;
            assertEquals(trains && cell.round() == 2 ? CellStatus.CRASHED : CellStatus.OK, cell.status(), cell.id());
            if (cell.status() == CellStatus.OK) {
                assertEquals(trains ? (Integer) 1 : null, cell.raw().timedBefore(), cell.id());
                assertEquals(trains, cell.coldStart() == null, cell.id());
                assertEquals(trains, cell.memory() == null, cell.id());
            }
        }
        for (int round : List.of(1, 3, 4, 5)) {
            long[] peaks = timed.stream()
                    .filter(cell -> cell.round() == round)
                    .sorted(Comparator.comparing(cell -> cell.mode() == Mode.TRAIN))
                    .mapToLong(cell -> Objects.requireNonNull(cell.peakRssBytes()))
                    .toArray();
            assertTrue(peaks[0] < peaks[1], "answering holds less than what follows it: " + Arrays.toString(peaks));
        }
    }

    @Test
    void editedCellIsNamedAndTheRunGoesOnOnlyWithoutIt() throws IOException {
        Home home = crashingOnceAt("seed1");
        session(3, home, Map.of(), Session.comparison("broken"));
        RunResult result = Session.result(out());
        assertEquals(CellStatus.CRASHED, result.cells().get(0).status());
        String edited = "cells/" + result.cells().get(1).id() + "/result.json";
        String text = Files.readString(out().resolve(edited));
        Files.writeString(out().resolve(edited), text.replaceFirst("\"score\" : [0-9.]+", "\"score\" : 0.99"));
        Session resumed = Session.at(home, "compare", "--resume", out().toString());
        assertEquals(65, resumed.exitCode(), resumed.err());
        assertEquals(
                List.of(
                        ("bench: %s in %s must be as the run wrote it, got changed content; next: delete what was changed,"
                                        + " and --resume does it again")
                                .formatted(edited, out())),
                resumed.errLines());

        Files.delete(out().resolve(edited));
        assertEquals(
                0, Session.at(home, "compare", "--resume", out().toString()).exitCode());
        assertEquals(
                List.of(List.of("CRASHED"), List.of(), List.of(), List.of(), List.of()),
                Session.result(out()).cells().stream()
                        .map(WorkerFaultsTest::attempts)
                        .toList());
    }
}
