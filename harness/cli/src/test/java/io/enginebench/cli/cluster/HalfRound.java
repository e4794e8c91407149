package io.enginebench.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.enginebench.cli.Session;
import io.enginebench.record.Hashes;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A plan of timings of which a share is lost in the middle of a round: one of its two engines was timed.
 *
 * @param share the folder of the share
 */
record HalfRound(Path share) {
    /** Rounds of two engines; two and two of them are a share of four cells. */
    static List<String> plan(int rounds) {
        return Session.timings("pytorch,mxnet", rounds);
    }

    /** Whether an odd number of cells has ended. */
    boolean isReached() throws IOException {
        return timed().size() % 2 == 1;
    }

    private List<Path> timed() throws IOException {
        Path cells = share.resolve("cells");
        if (!Files.isDirectory(cells)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(cells)) {
            return folders.map(cell -> cell.resolve("result.json"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    private static int round(CellResult cell) {
        return ((ThroughputCell) cell).round();
    }

    /** Of what was merged every cell is there, no round has figures of one engine alone, and the lost share has such rows. */
    void isRowsOf(RunResult merged) {
        assertEquals(8, merged.cells().size());
        assertEquals(0, merged.failedCells().size() % 2, "whole rounds");
        assertNotEquals(List.of(), merged.failedCells());
        Set<Integer> failed =
                merged.failedCells().stream().map(HalfRound::round).collect(Collectors.toSet());
        for (CellResult cell : merged.cells()) {
            assertEquals(
                    failed.contains(round(cell)) ? CellStatus.INTERRUPTED : CellStatus.OK, cell.status(), cell.id());
        }
    }

    /** The files of all cells that have ended, a line each. */
    List<String> kept() throws IOException {
        List<String> files = new ArrayList<>();
        for (Path file : timed()) {
            files.add(file.getParent().getFileName() + " " + Hashes.sha256(Files.readAllBytes(file)));
        }
        return files;
    }

    /** Once it has gone on: nothing is lost or double, rounds that were whole are as they were, and the one that was not was done again. */
    void isDoneAgainIn(RunResult merged, List<String> before, Path result) throws IOException {
        assertEquals(List.of(), merged.failedCells());
        assertEquals(8, merged.cells().stream().map(CellResult::id).distinct().count());
        List<String> after = kept();
        assertEquals(4, after.size());
        assertEquals(
                before.size() - before.size() % 2,
                before.stream().filter(after::contains).count(),
                before + " and then " + after);
        assertEquals(
                0,
                Session.run("verify", result.resolve("result.json").toString()).exitCode());
    }
}
