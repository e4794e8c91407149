package io.enginebench.record.parity;

import io.enginebench.record.Check;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether two engines, or an engine and the reference, train the same network in the same way.
 *
 * @param division of both; tuned where a file has none
 * @param engines two ids; the second may be {@link #REFERENCE}
 * @param status how the workers ended that were to show it: {@code OK} if both did their job
 * @param reason why there are no rungs; null if the status is OK
 * @param rungs in the order of their numbers; empty unless the status is OK
 * @param passed whether the status is OK and every rung passed
 */
public record ParityReport(
        String task,
        String model,
        Division division,
        List<String> engines,
        long seed,
        int threads,
        CellStatus status,
        @Nullable String reason,
        List<Rung> rungs,
        boolean passed) {
    /** The name of the independent float64 implementation among engines. */
    public static final String REFERENCE = "float64-reference";

    public ParityReport {
        division = Division.orTuned(division);
        Check.id("task", task);
        Check.id("model", model);
        engines = List.copyOf(engines);
        Check.that(engines.size() == 2, "engines of a parity report", "two", engines);
        rungs = List.copyOf(rungs);
        boolean ok = status == CellStatus.OK;
        Check.that(
                ok == (reason == null) && ok != rungs.isEmpty(),
                "rungs of parity of " + engines,
                "there exactly when the status is OK",
                status);
        Check.that(
                passed == (ok && rungs.stream().allMatch(Rung::passed)),
                "passed of parity of " + engines,
                "whether every rung passed",
                passed);
    }

    /** A pair whose workers both did their job. */
    public static ParityReport of(Setting setting, List<String> engines, List<Rung> rungs) {
        return of(setting, engines, CellStatus.OK, null, rungs);
    }

    /** A pair of which nothing can be said. */
    public static ParityReport missing(Setting setting, List<String> engines, CellStatus status, String reason) {
        return of(setting, engines, status, reason, List.of());
    }

    private static ParityReport of(
            Setting setting, List<String> engines, CellStatus status, @Nullable String reason, List<Rung> rungs) {
        return new ParityReport(
                setting.task(),
                setting.model(),
                setting.division(),
                engines,
                setting.seed(),
                setting.numThreads(),
                status,
                reason,
                rungs,
                status == CellStatus.OK && rungs.stream().allMatch(Rung::passed));
    }

    /**
     * Whether nothing can be shown because one of the two cannot run the network, and says so. The other is none the worse for it: it
     * is still held against all others.
     */
    public boolean unavailable() {
        return status == CellStatus.UNSUPPORTED;
    }

    /** Whether nothing speaks against it: it passed, or one of the two had nothing to say. */
    public boolean holds() {
        return passed || unavailable();
    }

    /** What went wrong, a line for each failed rung, or the reason why there are none; empty if it {@link #holds}. */
    public List<String> faults() {
        String who = task + " " + model + ", " + division.json() + ", " + engines.get(0) + " against " + engines.get(1)
                + ": ";
        if (holds()) {
            return List.of();
        }
        if (reason != null) {
            return List.of(who + status + ", " + reason);
        }
        return rungs.stream()
                .filter(rung -> !rung.passed())
                .map(rung -> who + "rung " + rung.number() + " (" + rung.name() + "): " + rung.judgedBy() + " must be "
                        + rung.tolerance() + " or less, got "
                        + (rung.judgedDifference() == null ? "a value that is not finite" : rung.judgedDifference())
                        + "; first difference: " + rung.firstDifference())
                .toList();
    }
}
