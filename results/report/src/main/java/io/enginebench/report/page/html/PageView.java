package io.enginebench.report.page.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page.
 *
 * @param warnings what to know before anything else
 * @param summary of several runs; null for one
 */
public record PageView(
        String title, List<String> warnings, @Nullable Section summary, List<RunView> runs, Section reading) {
    public PageView {
        warnings = List.copyOf(warnings);
        runs = List.copyOf(runs);
    }

    /** The page's text. */
    public String html() {
        return Templates.write("page.jte", Map.of("view", this, "assets", PageAssets.with(this)));
    }

    /** Every chart by its figure's id, in their order. */
    Map<String, Chart> charts() {
        Map<String, Chart> charts = new LinkedHashMap<>();
        runs.forEach(run -> run.sections().forEach(section -> collect(section.blocks(), charts)));
        return charts;
    }

    private static void collect(List<Block> blocks, Map<String, Chart> charts) {
        for (Block block : blocks) {
            if (block instanceof Block.Figure figure) {
                charts.put(figure.id(), figure.chart());
            } else if (block instanceof Block.Group group) {
                collect(group.blocks(), charts);
            } else if (block instanceof Block.Folded folded) {
                collect(folded.blocks(), charts);
            }
        }
    }

    /** What the table of contents leads to: the sections of a single run, or each of several runs. */
    List<Section> contents() {
        List<Section> sections = new ArrayList<>();
        if (summary != null) {
            sections.add(summary);
        }
        if (runs.size() == 1) {
            sections.addAll(runs.get(0).sections());
        } else {
            runs.forEach(run -> sections.add(new Section(run.id(), run.title(), List.of())));
        }
        sections.add(reading);
        return sections;
    }
}
