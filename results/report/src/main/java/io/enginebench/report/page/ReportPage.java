package io.enginebench.report.page;

import io.enginebench.record.Check;
import io.enginebench.record.json.AtomicFile;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.PageView;
import io.enginebench.report.page.html.Palette;
import io.enginebench.report.page.sections.ReadingSection;
import io.enginebench.report.page.sections.RunSections;
import io.enginebench.report.page.sections.SummarySection;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One or more results as one self-contained HTML page that makes no request and is complete without its scripts. */
public final class ReportPage {
    /** What every page says of itself, within its first bytes. */
    private static final String GENERATOR = "<meta name=\"generator\" content=\"enginebench\">";

    private static final int HEAD = 16_384;

    private ReportPage() {}

    /**
     * A result and what to call it.
     *
     * @param name a file's name, without its folder
     * @param findings what of it does not follow from its raw values; empty if it is in order or was just made
     */
    public record Named(String name, RunResult result, List<String> findings) {
        public Named {
            findings = List.copyOf(findings);
        }

        /** A result of which nothing is known to be wrong. */
        public Named(String name, RunResult result) {
            this(name, result, List.of());
        }

        private String warning() {
            return "%s DOES NOT VERIFY, so nothing on this page can be relied on: %s; the first: %s"
                    .formatted(name, Words.counted(findings.size(), "finding"), findings.get(0));
        }
    }

    /** Writes the page, as a whole or not at all. */
    public static void write(Path file, List<Named> results) throws IOException {
        AtomicFile.write(file, html(results).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a file is a page that enginebench made, this or another. */
    public static boolean isOne(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8).contains(GENERATOR);
        }
    }

    /** The page's text. */
    public static String html(List<Named> results) {
        Check.that(!results.isEmpty(), "results of a page", "one or more", 0);
        Palette palette = new Palette(results.stream()
                .flatMap(named -> named.result().engines().stream())
                .map(EngineRecord::id)
                .toList());
        List<RunScope> runs = new ArrayList<>();
        for (Named named : results) {
            runs.add(new RunScope(runs.size() + 1, named.name(), named.result(), palette));
        }
        return new PageView(
                        "enginebench: "
                                + String.join(palette.engines().size() > 2 ? ", " : " against ", palette.engines()),
                        results.stream()
                                .filter(named -> !named.findings().isEmpty())
                                .map(Named::warning)
                                .toList(),
                        runs.size() == 1 ? null : SummarySection.of(runs),
                        runs.stream().map(RunSections::of).toList(),
                        ReadingSection.howToRead())
                .html();
    }
}
