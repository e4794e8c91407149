package io.enginebench.report.page;

import io.enginebench.report.table.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The list of runs as its template writes it. */
record IndexView(List<Row> rows, List<Filter> filters, String style, String script, String policy) {
    IndexView {
        rows = List.copyOf(rows);
        filters = List.copyOf(filters);
    }

    /**
     * A run.
     *
     * @param tasks ids, divided by spaces, of which an id has none
     * @param engines the same
     */
    record Row(RunSummary run, String tasks, String engines, List<String> work, List<String> warnings) {
        /** The day without the time. */
        String day() {
            return run.started().length() < 10 ? run.started() : run.started().substring(0, 10);
        }
    }

    /** A choice among the values that occur. */
    record Filter(String name, String label, List<String> values) {
        Filter {
            values = List.copyOf(values);
        }
    }

    static IndexView of(List<RunSummary> runs) {
        String script = PageAssets.read("index.js");
        return new IndexView(
                runs.stream().map(IndexView::row).toList(),
                List.of(
                        filter("task", "Task", runs, run -> run.tasks().stream().map(RunSummary.Task::id)),
                        filter(
                                "engine",
                                "Engine",
                                runs,
                                run -> run.engines().stream().map(RunSummary.Engine::id)),
                        filter("machine", "Machine", runs, run -> Stream.of(run.machine()))),
                PageAssets.read("report.css") + "\n" + PageAssets.read("index.css"),
                script,
                PageAssets.policy(script));
    }

    private static Filter filter(
            String name, String label, List<RunSummary> runs, Function<RunSummary, Stream<String>> values) {
        return new Filter(
                name, label, runs.stream().flatMap(values).distinct().sorted().toList());
    }

    private static Row row(RunSummary run) {
        List<String> work = new ArrayList<>();
        if (run.trainings() > 0) {
            work.add(Numbers.counted(run.trainings(), "training", "trainings"));
        }
        if (run.rounds() > 0) {
            work.add(Numbers.counted(run.rounds(), "timing round", "timing rounds"));
        }
        if (run.controls().all() > 0) {
            work.add(String.format(
                    Locale.ROOT,
                    "%d of %d controls passed",
                    run.controls().passed(),
                    run.controls().all()));
        }
        List<String> warnings = new ArrayList<>();
        // Timing rounds alone are made without it.
        if (run.parityShown()) {
            work.add("parity shown");
        } else if (run.trainings() > 0) {
            warnings.add("parity not shown");
        }
        if (run.failedCells() > 0) {
            warnings.add(Numbers.counted(run.failedCells(), "cell failed", "cells failed"));
        }
        return new Row(
                run,
                String.join(" ", run.tasks().stream().map(RunSummary.Task::id).toList()),
                String.join(
                        " ", run.engines().stream().map(RunSummary.Engine::id).toList()),
                work,
                warnings);
    }
}
