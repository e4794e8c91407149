package io.enginebench.report.export;

import io.enginebench.record.run.RunResult;
import io.enginebench.report.serving.ServingTable;
import io.enginebench.report.table.Markdown;
import io.enginebench.report.table.ResultTables;
import io.enginebench.report.table.Table;
import io.enginebench.report.table.VerdictTables;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms a result can be exported in. */
public enum Format {
    /**
     * JMH's JSON array ({@code -rf json}), for JMH Visualizer and what else reads JMH's modes; not for github-action-benchmark's {@code jmh},
     * which takes less of any figure for better.
     */
    JMH,
    /** github-action-benchmark's {@code customBiggerIsBetter}: the figures of which more is better. */
    GITHUB_ACTION_BENCHMARK,
    /** github-action-benchmark's {@code customSmallerIsBetter}: the figures of which less is better. */
    GITHUB_ACTION_BENCHMARK_SMALLER,
    /** One line for each figure of each cell, RFC 4180. */
    CSV,
    /** The tables of the terminal for GitHub. */
    MARKDOWN;

    /** The name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Format::id).toList();
    }

    /** The format of that name, if there is one. */
    public static Optional<Format> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.id().equals(name))
                .findFirst();
    }

    /** The result in this form. */
    public String write(RunResult result) {
        return switch (this) {
            case JMH -> JmhJson.of(result);
            case GITHUB_ACTION_BENCHMARK -> ActionBenchmark.of(result, true);
            case GITHUB_ACTION_BENCHMARK_SMALLER -> ActionBenchmark.of(result, false);
            case CSV -> CsvTable.of(result);
            case MARKDOWN -> tables(result).map(Markdown::of).collect(Collectors.joining("\n"));
        };
    }

    private static Stream<Table> tables(RunResult result) {
        return Stream.of(ResultTables.of(result), ServingTable.of(result), VerdictTables.of(result))
                .flatMap(List::stream);
    }
}
