package io.enginebench.report.page;

import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pages of results, and what is found in them. */
final class Pages {
    private Pages() {}

    /** A published run, by its name. */
    static RunResult published(String name) throws IOException {
        return ResultFile.read(Path.of(System.getProperty("enginebench.home"), "results/published", name + ".json"));
    }

    static String page(RunResult... results) {
        List<ReportPage.Named> named = new ArrayList<>();
        for (RunResult result : results) {
            named.add(new ReportPage.Named("result.json", result));
        }
        return ReportPage.html(named);
    }

    /** The page without what is neither text nor markup. */
    static String markup(String page) {
        return page.replaceAll("(?s)<script.*?</script>|<style.*?</style>", "");
    }

    /** What a reader sees, in a row. */
    static String text(String page) {
        return markup(page).replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
    }

    /** The first group of each match. */
    static List<String> all(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** The charts as JSON. */
    static String charts(String page) {
        return all("(?s)<script type=\"application/json\" id=\"charts\">(.*?)</script>", page)
                .get(0);
    }
}
