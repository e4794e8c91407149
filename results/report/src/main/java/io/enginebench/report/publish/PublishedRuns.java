package io.enginebench.report.publish;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.record.json.AtomicFile;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.page.IndexPage;
import io.enginebench.report.page.ReportPage;
import io.enginebench.report.table.RunSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of published runs: {@code <id>.json} each, nothing else in JSON, so that {@code verify *.json} means them; and below
 * it {@code site} with {@code index.json}, {@code index.html} and a page {@code <id>.html} for each run, all of which follow from
 * the results. Pages are large and may be left behind where the folder is copied to, such as a repository: so {@code index.html} leads to
 * the results alone, and {@code index_with_pages.html} is the same list with links to the pages.
 *
 * <p>Everything is worked out before the first file is written, and each file is written whole or not at all, a result before
 * what leads to it. So what fails leaves the old runs, and at worst a site that {@link #rebuild} mends.
 */
public final class PublishedRuns {
    private static final String SITE = "site";
    private static final String SUFFIX = ".json";
    /** A name that no run can have. */
    private static final String WITH_PAGES = "index_with_pages.html";

    private final Path folder;

    /** The runs in a folder, which need not be there yet. */
    public PublishedRuns(Path folder) {
        this.folder = folder;
    }

    /**
     * Adds a result.
     *
     * @param as its name; null to derive one from its tasks, engines, day and content
     * @param owner whose names must not be in it
     * @throws MalformedJsonException if the file, or one of the folder's, is no result at all
     * @throws IOException if a file cannot be read or written
     */
    public Publication add(Path file, @Nullable String as, Owner owner) throws IOException {
        sweep();
        String text = Json.text(file);
        Verification verification = Verification.of(text, file.getFileName().toString());
        Admission admission = Admission.of(text, verification, owner);
        RunResult result = verification.result();
        if (result == null || !admission.refusals().isEmpty()) {
            return new Publication.Refused(admission.refusals());
        }
        Stock stock = stock();
        if (!stock.faults().isEmpty()) {
            return new Publication.Refused(stock.faults());
        }
        Optional<String> before = stock.runs().entrySet().stream()
                .filter(run -> Objects.equals(run.getValue().contentSha256(), result.contentSha256()))
                .map(Map.Entry::getKey)
                .findFirst();
        if (before.isPresent()) {
            if (as != null && !as.equals(before.get())) {
                return new Publication.Refused(List.of(
                        "--as must be %s, the name this result is published by, got '%s'".formatted(before.get(), as)));
            }
            writeSite(stock.runs());
            return new Publication.AlreadyThere(before.get());
        }
        String id = as != null ? as : RunName.of(result);
        if (stock.runs().containsKey(id)) {
            return new Publication.Refused(
                    List.of("--as must be a name that no run has, got '%s', which is another run".formatted(id)));
        }
        Map<String, RunResult> runs = new TreeMap<>(stock.runs());
        runs.put(id, result);
        Map<String, String> site = site(runs);
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve(id + SUFFIX), text.getBytes(StandardCharsets.UTF_8));
        write(site);
        return new Publication.Published(id, admission.warnings());
    }

    /**
     * Makes index and site again.
     *
     * @throws MalformedJsonException if a file of the folder is no result at all
     * @throws IOException if a file cannot be read or written
     */
    public Publication rebuild() throws IOException {
        sweep();
        Stock stock = stock();
        if (!stock.faults().isEmpty()) {
            return new Publication.Refused(stock.faults());
        }
        writeSite(stock.runs());
        return new Publication.Rebuilt(stock.runs().size());
    }

    /** Deletes what one that was killed has left beside its files. */
    private void sweep() throws IOException {
        for (Path one : List.of(folder, folder.resolve(SITE))) {
            if (Files.isDirectory(one)) {
                AtomicFile.sweep(one);
            }
        }
    }

    /** The lists that need no page of a run, by their names. */
    static Map<String, String> lists(Map<String, RunResult> runs) {
        PublishedIndex index = index(runs);
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("index.json", Json.pretty(index));
        lists.put("index.html", IndexPage.html(index.runs(), false));
        return lists;
    }

    private static PublishedIndex index(Map<String, RunResult> runs) {
        List<RunSummary> summaries = new ArrayList<>();
        runs.forEach((id, result) -> summaries.add(RunSummary.of(id, result)));
        return PublishedIndex.of(summaries);
    }

    /** The pages of the runs before the lists, one of which leads to them. */
    private static Map<String, String> site(Map<String, RunResult> runs) {
        Map<String, String> site = new LinkedHashMap<>();
        runs.forEach((id, result) ->
                site.put(id + ".html", ReportPage.html(List.of(new ReportPage.Named(id + SUFFIX, result)))));
        site.put(WITH_PAGES, IndexPage.html(index(runs).runs(), true));
        site.putAll(lists(runs));
        return site;
    }

    private void writeSite(Map<String, RunResult> runs) throws IOException {
        write(site(runs));
    }

    private void write(Map<String, String> site) throws IOException {
        Path target = Files.createDirectories(folder.resolve(SITE));
        for (Map.Entry<String, String> file : site.entrySet()) {
            AtomicFile.write(target.resolve(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * What is published.
     *
     * @param runs by their names
     * @param faults of files that do not verify or whose names are not safe, one a line
     */
    record Stock(Map<String, RunResult> runs, List<String> faults) {}

    Stock stock() throws IOException {
        Map<String, RunResult> runs = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return new Stock(runs, faults);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String id = name.substring(0, name.length() - SUFFIX.length());
                RunName.mistake(id).ifPresent(mistake -> faults.add(file + ": " + mistake));
                Verification verification = Verification.of(file);
                Stream.concat(verification.findings().stream(), verification.unsound().stream())
                        .forEach(finding -> faults.add(file + ": " + finding));
                if (verification.result() != null) {
                    runs.put(id, verification.result());
                }
            }
        }
        return new Stock(runs, faults);
    }
}
