package io.enginebench.report.page;

import io.enginebench.report.page.html.IndexView;
import io.enginebench.report.table.RunSummary;
import java.util.List;

/** A list of runs as one HTML page, whose links lead to the page and the result of each; complete without its script. */
public final class IndexPage {
    private IndexPage() {}

    /**
     * The page's text.
     *
     * @param runs in the order in which they are shown
     */
    public static String html(List<RunSummary> runs) {
        return IndexView.of(runs).html();
    }
}
