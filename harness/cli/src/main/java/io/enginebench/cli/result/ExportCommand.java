package io.enginebench.cli.result;

import io.enginebench.cli.terminal.Offered;
import io.enginebench.cli.terminal.Output;
import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.report.export.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a result in a form that another tool reads. */
@Command(
        name = "export",
        header = {
            "  ./bench export runs/r1/result.json --as jmh -o jmh-result.json",
            "  ./bench export runs/r1/result.json --as github-action-benchmark          # customBiggerIsBetter",
            "  ./bench export runs/r1/result.json --as github-action-benchmark-smaller  # customSmallerIsBetter",
            "  ./bench export runs/r1/result.json --as csv -o figures.csv"
        },
        description =
                "Writes a result as jmh, github-action-benchmark, github-action-benchmark-smaller, csv or markdown.")
public final class ExportCommand extends ProgramCommand {
    @Parameters(paramLabel = "FILE", description = "a result file")
    Path file = Path.of("");

    @Option(
            names = "--as",
            required = true,
            completionCandidates = Offered.Formats.class,
            paramLabel = "FORMAT",
            description = "the form")
    String format = "";

    @Option(names = "-o", paramLabel = "FILE", description = "where to write it; '-', standard output, by default")
    Path out = Path.of("-");

    @Override
    public ExitCode call() throws IOException {
        Format chosen = Format.named(format)
                .orElseThrow(() -> new Usage(List.of(
                        "format must be one of %s, got '%s'".formatted(String.join(", ", Format.ids()), format))));
        Output output = new Output("-o", out).apartFrom(List.of(file));
        output.write(program, chosen.write(ResultInput.verified(file)));
        return ExitCode.DONE;
    }
}
