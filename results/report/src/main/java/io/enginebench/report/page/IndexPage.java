package io.enginebench.report.page;

import io.enginebench.report.page.html.IndexView;
import io.enginebench.report.table.RunSummary;
import java.util.List;

/** A list of runs as one HTML page, whose links lead to the result of each, and to its page where there is one; complete without its script. */
public final class IndexPage {
    private IndexPage() {}

    /**
     * The page's text.
     *
     * @param runs in the order in which they are shown
     * @param pages whether the page of each run is beside the list
     */
    public static String html(List<RunSummary> runs, boolean pages) {
        return IndexView.of(runs, pages).html();
    }
}
