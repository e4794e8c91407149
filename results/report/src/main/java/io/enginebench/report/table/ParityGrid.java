package io.enginebench.report.table;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.Rung;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parity of several networks at a glance: a row for each two opponents, a column for each rung. */
public final class ParityGrid {
    private static final int CURVE = 7;

    private ParityGrid() {}

    /** The table; empty where there are only the opponents of one network in one division, whose ladders say as much. */
    public static Optional<Table> of(List<ParityReport> reports) {
        if (reports.stream()
                        .map(report -> List.of(report.task(), report.model(), report.division()))
                        .distinct()
                        .count()
                < 2) {
            return Optional.empty();
        }
        Map<Integer, String> rungs = new TreeMap<>();
        reports.forEach(report -> report.rungs().forEach(rung -> rungs.put(rung.number(), rung.name())));
        List<String> header = new ArrayList<>(List.of("task", "network", "division", "opponents", "holds"));
        rungs.keySet().forEach(number -> header.add(String.valueOf(number)));
        return Optional.of(new Table(
                "Parity of each network, rung by rung",
                header,
                reports.stream().map(report -> row(report, rungs.keySet())).toList(),
                notes(reports, rungs)));
    }

    private static List<String> notes(List<ParityReport> reports, Map<Integer, String> rungs) {
        List<String> notes = new ArrayList<>(
                List.of(
                        "Rungs: "
                                + rungs.entrySet().stream()
                                        .map(rung -> rung.getKey() + " " + rung.getValue())
                                        .collect(Collectors.joining(", "))
                                + ". A figure is what is judged, as a part of its tolerance: 1 is just as much as may be.",
                        "A dash is a rung that is not climbed: the reference begins with the engine's own weights and batch and makes one step; two engines"
                                + " are not compared in evaluation after a step, for their weights differ by then; only BatchNorm has running statistics."));
        for (ParityReport report : reports) {
            String who = "%s, %s, %s, %s"
                    .formatted(
                            report.task(),
                            report.model(),
                            report.division().json(),
                            String.join(" against ", report.engines()));
            if (report.reason() != null) {
                notes.add("%s: %s.".formatted(who, report.reason()));
            }
            if (shortened(report)) {
                report.rungs().stream()
                        .filter(rung -> rung.number() == CURVE)
                        .forEach(rung -> notes.add("%s, (*): %s.".formatted(who, rung.detail())));
            }
        }
        return notes;
    }

    /** Whether fewer than all steps of the loss curve were compared; then answers after them are none. */
    private static boolean shortened(ParityReport report) {
        List<Integer> numbers = report.rungs().stream().map(Rung::number).toList();
        return numbers.contains(CURVE) && !numbers.contains(CURVE + 1);
    }

    private static List<String> row(ParityReport report, Iterable<Integer> numbers) {
        List<String> row = new ArrayList<>(List.of(
                report.task(),
                report.model(),
                report.division().json(),
                String.join(" against ", report.engines()),
                holds(report)));
        for (int number : numbers) {
            row.add(report.rungs().stream()
                    .filter(rung -> rung.number() == number)
                    .findFirst()
                    .map(rung -> figure(rung) + (number == CURVE && shortened(report) ? " (*)" : ""))
                    .orElse(Numbers.DASH));
        }
        return row;
    }

    private static String holds(ParityReport report) {
        if (report.status() == CellStatus.OK) {
            return report.passed() ? "yes" : "NO";
        }
        return report.unavailable() ? "not available" : report.status().name();
    }

    private static String figure(Rung rung) {
        @Nullable Double judged = rung.judgedDifference();
        if (judged == null) {
            return "FAILS, not finite";
        }
        // Where nothing may differ, the number itself says by how much it does.
        double part = rung.tolerance() == 0 ? judged : judged / rung.tolerance();
        String text = part == 0 ? "0" : Numbers.format(part < 0.01 ? "%.0e" : "%.2f", part);
        return rung.passed() ? text : "FAILS " + text;
    }
}
