package io.enginebench.analysis.gate;

import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.analysis.timing.TimingGroup;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cells with figures in the baseline that the candidate has not: never tried, or tried and ended without figures. A training has
 * its own counterpart, by seed and fold. Timing rounds have theirs together: five are as good as ten, but one that failed, where
 * fewer did before, says something of the engine.
 */
final class MissingCells {
    private static final int SHOWN = 6;

    private MissingCells() {}

    /** Cells that stand for each other: {@code what} is a setting for trainings, a group for rounds. */
    private record Key(String engine, Object what) {
        static @Nullable Key of(CellResult cell) {
            if (cell.control() != null) {
                return null;
            }
            if (cell instanceof QualityCell training) {
                return new Key(cell.engine(), training.setting().anywhere());
            }
            return cell instanceof ThroughputCell timed ? new Key(cell.engine(), TimingGroup.of(timed)) : null;
        }

        String task() {
            return what instanceof TimingGroup group ? group.task() : ((Setting) what).task();
        }

        String model() {
            return what instanceof TimingGroup group ? group.model() : ((Setting) what).model();
        }

        String text() {
            if (what instanceof TimingGroup group) {
                return SpeedGate.text(group);
            }
            Setting setting = (Setting) what;
            return "%s seed %d%s%s"
                    .formatted(
                            setting.protocol().json(),
                            setting.seed(),
                            setting.fold() == null ? "" : " fold " + setting.fold(),
                            Gate.in(setting.division()));
        }
    }

    static List<GateRow> rows(RunResult baseline, RunResult candidate) {
        Map<Key, List<CellResult>> before = byKey(baseline);
        Map<Key, List<CellResult>> now = byKey(candidate);
        List<GateRow> rows = new ArrayList<>();
        Map<List<String>, List<String>> missing = new LinkedHashMap<>();
        before.forEach((key, cells) -> {
            List<CellResult> tried = now.getOrDefault(key, List.of()).stream()
                    .filter(cell -> cell.status().tried())
                    .toList();
            if (cells.stream().noneMatch(cell -> cell.status() == CellStatus.OK)) {
                return;
            }
            if (tried.isEmpty()) {
                missing.computeIfAbsent(
                                List.of(
                                        key.engine(),
                                        key.task(),
                                        key.model(),
                                        key.what() instanceof TimingGroup ? "rounds" : "trainings"),
                                one -> new ArrayList<>())
                        .add(key.text());
            }
            if (failed(tried).size() > failed(cells).size()) {
                CellResult first = failed(tried).get(0);
                rows.add(new GateRow(
                        key.engine(),
                        key.task(),
                        key.model(),
                        "status",
                        Outcome.WORSE,
                        "%s: %d of %d failed, %d of %d in the baseline; the first: %s, %s"
                                .formatted(
                                        key.text(),
                                        failed(tried).size(),
                                        tried.size(),
                                        failed(cells).size(),
                                        cells.size(),
                                        first.ending(),
                                        first.reason())));
            }
        });
        missing.forEach((of, what) -> rows.add(new GateRow(
                of.get(0),
                of.get(1),
                of.get(2),
                of.get(3),
                Outcome.MISSING,
                "in the baseline and not in the candidate: "
                        + Stream.concat(
                                        what.stream().limit(SHOWN),
                                        what.size() > SHOWN
                                                ? Stream.of("%d more".formatted(what.size() - SHOWN))
                                                : Stream.empty())
                                .collect(Collectors.joining("; ")))));
        return rows;
    }

    private static Map<Key, List<CellResult>> byKey(RunResult result) {
        Map<Key, List<CellResult>> cells = new LinkedHashMap<>();
        for (CellResult cell : result.cells()) {
            Key key = Key.of(cell);
            if (key != null) {
                cells.computeIfAbsent(key, one -> new ArrayList<>()).add(cell);
            }
        }
        return cells;
    }

    private static List<CellResult> failed(List<CellResult> cells) {
        return cells.stream()
                .filter(cell -> cell.status().tried() && cell.status() != CellStatus.OK)
                .toList();
    }
}
