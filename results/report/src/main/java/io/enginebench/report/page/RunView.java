package io.enginebench.report.page;

import io.enginebench.record.run.RunResult;
import java.util.ArrayList;
import java.util.List;

/** One run as the page shows it. */
record RunView(String id, String title, String subtitle, List<Section> sections) {
    RunView {
        sections = List.copyOf(sections);
    }

    static RunView of(RunScope run) {
        RunResult result = run.result();
        List<Section> sections = new ArrayList<>();
        sections.add(VerdictSection.of(run));
        DifferenceSection.of(run).ifPresent(sections::add);
        ParitySection.of(run).ifPresent(sections::add);
        sections.addAll(QualitySection.of(run));
        SpeedSection.of(run).ifPresent(sections::add);
        MemorySection.of(run).ifPresent(sections::add);
        sections.add(ProvenanceSection.of(run));
        sections.add(EnvironmentSection.of(run));
        sections.add(CellsSection.of(run));
        sections.add(ReadingSection.rerun(run));
        return new RunView(
                run.id("run"),
                "Run " + result.campaign().id(),
                Numbers.words(
                        run.name(),
                        "started " + result.campaign().startedIso(),
                        result.campaign().preset().isEmpty()
                                        || result.campaign().preset().equals("none")
                                ? ""
                                : "preset " + result.campaign().preset(),
                        Numbers.counted(result.cells().size(), "cell", "cells")),
                sections);
    }
}
