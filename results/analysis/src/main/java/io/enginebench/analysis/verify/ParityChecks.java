package io.enginebench.analysis.verify;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.Tolerances;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Setting;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether parity was shown of all that was compared, by the tolerances that it has always had. */
final class ParityChecks {
    private ParityChecks() {}

    /** What parity is shown of together. */
    private record Subject(String task, String model, Division division) {
        static Subject of(Setting setting) {
            return new Subject(setting.task(), setting.model(), setting.division());
        }

        static Subject of(ParityReport report) {
            return new Subject(report.task(), report.model(), report.division());
        }
    }

    static void of(RunResult result, Findings findings) {
        Map<Subject, Set<String>> engines = new LinkedHashMap<>();
        Map<Subject, Set<Long>> seeds = new LinkedHashMap<>();
        Map<Subject, Set<Integer>> threads = new LinkedHashMap<>();
        for (CellResult cell : result.cells()) {
            Subject subject = Subject.of(cell.setting());
            engines.computeIfAbsent(subject, one -> new LinkedHashSet<>()).add(cell.engine());
            seeds.computeIfAbsent(subject, one -> new LinkedHashSet<>()).add(cell.seed());
            threads.computeIfAbsent(subject, one -> new LinkedHashSet<>()).add(cell.numThreads());
        }
        findings.each("parity", result.parity(), (at, report) -> {
            Subject subject = Subject.of(report);
            at.unless(
                    engines.containsKey(subject),
                    "",
                    "of a task and network of the cells, in their division",
                    "%s, %s".formatted(report.task(), report.model()));
            at.unless(
                    seeds.getOrDefault(subject, Set.of()).contains(report.seed()), ".seed", "a cell's", report.seed());
            at.unless(
                    threads.getOrDefault(subject, Set.of()).contains(report.threads()),
                    ".threads",
                    "a cell's",
                    report.threads());
            at.each(
                    ".rungs",
                    report.rungs(),
                    (rung, one) -> rung.unless(
                            Tolerances.isOf(one.number(), one.tolerance()),
                            ".tolerance",
                            "that of rung " + one.number(),
                            one.tolerance()));
        });
        if (isShown(result)) {
            result.cells().stream()
                    .filter(cell -> cell.status().tried() && !(cell instanceof CrossCell))
                    .map(cell -> Subject.of(cell.setting()))
                    .distinct()
                    .forEach(subject ->
                            complete(result, subject, List.copyOf(engines.getOrDefault(subject, Set.of())), findings));
        }
    }

    /** Whether the campaign compared engines, and is none of before parity was shown of all that it compares. */
    private static boolean isShown(RunResult result) {
        return !result.models().isEmpty()
                && result.engines().stream()
                                .filter(engine -> engine.status() == EngineStatus.READY)
                                .map(EngineRecord::id)
                                .distinct()
                                .count()
                        > 1;
    }

    /** Each two engines, and each with the reference. */
    private static void complete(RunResult result, Subject subject, List<String> engines, Findings findings) {
        for (int i = 0; i < engines.size(); i++) {
            Set<String> others = new LinkedHashSet<>(engines.subList(i + 1, engines.size()));
            others.add(ParityReport.REFERENCE);
            for (String other : others) {
                Set<String> pair = Set.of(engines.get(i), other);
                findings.unless(
                        result.parity().stream()
                                .anyMatch(report -> Subject.of(report).equals(subject)
                                        && Set.copyOf(report.engines()).equals(pair)),
                        "parity",
                        "shown of each two engines and of each with the reference",
                        "none of %s against %s for %s, %s"
                                .formatted(engines.get(i), other, subject.task(), subject.model()));
            }
        }
    }
}
