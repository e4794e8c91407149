package io.enginebench.cli.result;

import io.enginebench.analysis.gate.Gate;
import io.enginebench.analysis.gate.GateReport;
import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Mistakes;
import io.enginebench.record.metric.Metric;
import io.enginebench.report.table.Markdown;
import io.enginebench.report.table.Table;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Refuses a run that is worse than an earlier one. */
@Command(
        name = "gate",
        header = {
            "  ./bench gate --baseline runs/main/result.json runs/branch/result.json",
            "  ./bench gate --baseline a.json b.json --margin accuracy=0.005 --margin train_throughput=0.1",
            "  ./bench gate --baseline a.json b.json --strict --margin accuracy=0.01",
            "  ./bench gate --baseline a.json b.json --markdown > comment.md"
        },
        description = {
            "Compares a run with a baseline of the same engines, tasks and seeds.",
            "Exit code 4 if something is shown to be worse, or is missing; 5 if something could not be compared or a control",
            "failed; 0 if all that the baseline has was held against it and nothing is shown to be worse."
        })
public final class GateCommand extends JsonCommand {
    @Option(names = "--baseline", required = true, paramLabel = "FILE", description = "the result to be held against")
    Path baseline = Path.of("");

    @Parameters(paramLabel = "FILE", description = "the result to be judged")
    Path candidate = Path.of("");

    @Option(
            names = "--margin",
            paramLabel = "METRIC=SIZE",
            description =
                    "the difference that matters: accuracy, macro_recall, recall as a difference of fractions,"
                            + " mse, train_throughput, infer_throughput, latency_p99, peak_rss, time_to_target as a relative change")
    Map<String, Double> margins = Map.of();

    @Option(
            names = "--any-environment",
            description =
                    "compare times and memory though the workers' variables or JVM options differ: they are what changed")
    boolean anyEnvironment;

    @Option(
            names = "--strict",
            description = "fail also what is not shown to be no worse by the margin (non-inferiority)")
    boolean strict;

    @Option(names = "--markdown", description = "print Markdown on standard output, for a comment on a pull request")
    boolean markdown;

    @Override
    public ExitCode call() throws IOException {
        Mistakes mistakes = new Mistakes();
        Map<Metric, Double> sizes = new EnumMap<>(Metric.class);
        margins.forEach((name, size) -> {
            mistakes.oneOf(
                    "metric of --margin", Gate.METRICS.stream().map(Metric::id).toList(), name);
            mistakes.unless(size > 0 && size < 1, "size of --margin", "between 0 and 1", size);
            Metric.named(name).ifPresent(metric -> sizes.put(metric, size));
        });
        Usage.refuse(mistakes);
        GateReport report = Gate.of(
                ResultInput.verified(baseline), ResultInput.verified(candidate), new Gate.Terms(sizes, anyEnvironment));
        String said = conclusion(report);
        Table table = table(report, said);
        print(report, out -> {
            if (markdown) {
                out.print(Markdown.of(table));
            } else {
                TextTables.list(out, table.header(), table.rows(), row -> row);
                table.notes().forEach(out::println);
                out.println(said);
            }
        });
        return exitCode(report);
    }

    private ExitCode exitCode(GateReport report) {
        return switch (report.decision(strict)) {
            case OPEN -> ExitCode.DONE;
            case SHUT -> ExitCode.DISPROVED;
            case CANNOT_TELL -> ExitCode.UNFIT;
        };
    }

    private String conclusion(GateReport report) {
        int all = report.rows().size();
        String figures = Words.counted(all, "figure");
        int uncompared = report.of(Outcome.NOT_COMPARED).size();
        int open = report.of(Outcome.INCONCLUSIVE).size() + uncompared;
        String rest = open == 0 ? "" : "; %d of %s undecided".formatted(open, figures);
        int worse = report.of(Outcome.WORSE).size();
        int missing = report.of(Outcome.MISSING).size();
        return switch (report.decision(strict)) {
            case SHUT -> {
                if (worse + missing == 0) {
                    yield "NOT SHOWN TO BE NO WORSE, as --strict demands" + rest;
                }
                yield (worse == 0 ? "MISSING FIGURES: " : "REGRESSION: ")
                        + "%d worse, %d missing of %s".formatted(worse, missing, figures)
                        + rest;
            }
            case CANNOT_TELL ->
                report.unfit().isEmpty()
                        ? (uncompared == all ? "NOTHING WAS COMPARED" : "CANNOT TELL")
                                + ": %d of %s could not be held against the baseline".formatted(uncompared, figures)
                        : "UNFIT: a control failed, so these runs could not have told";
            case OPEN -> "no regression shown" + rest;
        };
    }

    private static Table table(GateReport report, String title) {
        List<String> notes = new ArrayList<>();
        report.differences().forEach(text -> notes.add("note: " + text));
        report.unfit().forEach(text -> notes.add("control failed: " + Words.readable(text)));
        return new Table(
                title,
                List.of("engine", "task", "model", "figure", "outcome", "why"),
                report.rows().stream()
                        .map(row -> List.of(
                                row.engine(),
                                row.task(),
                                row.model(),
                                row.metric(),
                                row.outcome().json(),
                                Words.readable(row.text())))
                        .toList(),
                notes);
    }
}
