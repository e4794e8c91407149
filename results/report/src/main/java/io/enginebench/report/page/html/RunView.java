package io.enginebench.report.page.html;

import java.util.List;

/** One run as the page shows it. */
public record RunView(String id, String title, String subtitle, List<Section> sections) {
    public RunView {
        sections = List.copyOf(sections);
    }
}
