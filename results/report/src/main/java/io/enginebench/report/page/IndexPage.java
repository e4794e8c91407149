package io.enginebench.report.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.enginebench.report.table.RunSummary;
import java.util.List;
import java.util.Map;

/** A list of runs as one HTML page, whose links lead to the page and the result of each; complete without its script. */
public final class IndexPage {
    private IndexPage() {}

    /**
     * The page's text.
     *
     * @param runs in the order in which they are shown
     */
    public static String html(List<RunSummary> runs) {
        StringOutput output = new StringOutput();
        TemplateEngine.createPrecompiled(
                        null, ContentType.Html, IndexPage.class.getClassLoader(), IndexPage.class.getPackageName())
                .render("index.jte", Map.of("view", IndexView.of(runs)), output);
        return output.toString();
    }
}
