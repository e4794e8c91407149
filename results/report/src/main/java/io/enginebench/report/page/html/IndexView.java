package io.enginebench.report.page.html;

import io.enginebench.report.table.RunSummary;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of runs as its template writes it.
 *
 * @param pages whether the page of each run is beside it, to be linked
 */
public record IndexView(
        List<Row> rows, boolean pages, List<Filter> filters, String style, String script, String policy) {
    public IndexView {
        rows = List.copyOf(rows);
        filters = List.copyOf(filters);
    }

    /**
     * A run.
     *
     * @param tasks ids, divided by spaces, of which an id has none
     * @param engines the same
     */
    record Row(
            RunSummary run,
            String tasks,
            String engines,
            List<String> work,
            List<String> warnings,
            List<Verdict> verdicts) {
        /** The day without the time. */
        String day() {
            return run.started().length() < 10 ? run.started() : run.started().substring(0, 10);
        }
    }

    /**
     * A verdict.
     *
     * @param of what was compared, on which task and network, of whom
     * @param figures estimate and interval; empty where nothing can be inferred
     */
    record Verdict(String of, String said, String figures) {
        static Verdict of(RunSummary.Headline headline) {
            return new Verdict(
                    Words.list(
                            headline.task(),
                            headline.model(),
                            headline.figure(),
                            Words.contrast(headline.engines(), headline.unit())),
                    headline.said(),
                    headline.interval() == null
                            ? ""
                            : Numbers.significant(headline.estimate()) + " " + Numbers.interval(headline.interval()));
        }
    }

    /** A choice among the values that occur. */
    record Filter(String name, String label, List<String> values) {
        static Filter of(String label, List<RunSummary> runs, Function<RunSummary, Stream<String>> values) {
            return new Filter(
                    label.toLowerCase(Locale.ROOT),
                    label,
                    runs.stream().flatMap(values).distinct().sorted().toList());
        }
    }

    /** The runs in the order in which they are shown. */
    public static IndexView of(List<RunSummary> runs, boolean pages) {
        String script = PageAssets.read("index.js");
        return new IndexView(
                runs.stream().map(IndexView::row).toList(),
                pages,
                List.of(
                        Filter.of("Task", runs, IndexView::tasks),
                        Filter.of("Engine", runs, IndexView::engines),
                        Filter.of("Machine", runs, run -> Stream.of(run.machine()))),
                PageAssets.read("report.css") + "\n" + PageAssets.read("index.css"),
                script,
                PageAssets.policy(script));
    }

    /** The page's text. */
    public String html() {
        return Templates.write("index.jte", Map.of("view", this));
    }

    private static Stream<String> tasks(RunSummary run) {
        return run.tasks().stream().map(RunSummary.Task::id);
    }

    private static Stream<String> engines(RunSummary run) {
        return run.engines().stream().map(RunSummary.Engine::id);
    }

    private static Row row(RunSummary run) {
        List<String> work = new ArrayList<>();
        if (run.trainings() > 0) {
            work.add(Words.counted(run.trainings(), "training"));
        }
        if (run.rounds() > 0) {
            work.add(Words.counted(run.rounds(), "timing round"));
        }
        RunSummary.Controls controls = run.controls();
        if (controls.all() > 0) {
            work.add("%d of %d controls passed".formatted(controls.passed(), controls.all()));
        }
        List<String> warnings = new ArrayList<>();
        // Timing rounds alone are made without it.
        if (run.parityShown()) {
            work.add("parity shown");
        } else if (run.trainings() > 0) {
            warnings.add("parity not shown");
        }
        if (run.failedCells() > 0) {
            warnings.add(Words.counted(run.failedCells(), "cell failed", "cells failed"));
        }
        return new Row(
                run,
                tasks(run).collect(Collectors.joining(" ")),
                engines(run).collect(Collectors.joining(" ")),
                work,
                warnings,
                run.verdicts().stream().map(Verdict::of).toList());
    }
}
