package io.enginebench.report.page.sections;

import io.enginebench.record.run.RunResult;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.RunView;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;

/** All that the page says of one run, in the order in which one would ask for it. */
public final class RunSections {
    private RunSections() {}

    /** The sections that the run has something for. */
    public static RunView of(RunScope run) {
        RunResult result = run.result();
        List<Section> sections = new ArrayList<>();
        sections.add(VerdictSection.of(run));
        DifferenceSection.of(run).ifPresent(sections::add);
        sections.addAll(QualitySection.of(run));
        SpeedSection.of(run).ifPresent(sections::add);
        MemorySection.of(run).ifPresent(sections::add);
        ParitySection.of(run).ifPresent(sections::add);
        sections.add(ProvenanceSection.of(run));
        sections.add(EnvironmentSection.of(run));
        sections.add(CellsSection.of(run));
        sections.add(ReadingSection.rerun(run));
        String preset = result.campaign().preset();
        return new RunView(
                run.id("run"),
                "Run " + result.campaign().id(),
                Words.list(
                        run.name(),
                        "started " + result.campaign().startedIso(),
                        preset.isEmpty() || preset.equals("none") ? "" : "preset " + preset,
                        Words.counted(result.cells().size(), "cell")),
                sections);
    }
}
