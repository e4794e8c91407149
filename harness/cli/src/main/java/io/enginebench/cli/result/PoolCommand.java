package io.enginebench.cli.result;

import io.enginebench.analysis.comparison.Pool;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.Output;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the seeds of several results together, or judges one result again. */
@Command(
        name = "pool",
        header = {
            "  ./bench pool runs/r1/result.json runs/more/result.json -o pooled.json",
            "  ./bench pool old.json -o new.json                    one result, its verdicts by today's rules"
        },
        description = {
            "Writes the trainings of several campaigns that differ in their seeds as one result with verdicts over all.",
            "Its page too. Timings stay where they were measured. Exit code 2 if anything but the seeds",
            "differs, engines and processor included, or a seed is there twice. Looking more than once costs error."
        })
public final class PoolCommand extends JsonCommand {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "result files")
    List<Path> files = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "RESULT",
            description = "where the result goes; the page report.html is written beside it")
    Path output = Path.of("");

    @Override
    public ExitCode call() throws IOException {
        Output target = new Output("-o", output).apartFrom(files);
        List<Pool.Part> parts = new ArrayList<>();
        for (Path file : files) {
            parts.add(new Pool.Part(file.toString(), ResultInput.verified(file)));
        }
        Pool pool = new Pool(parts);
        if (!pool.mistakes().isEmpty()) {
            throw new Usage(pool.mistakes());
        }
        RunResult result = pool.result();
        target.write(Json.pretty(result).getBytes(StandardCharsets.UTF_8));
        print(result, out -> TextTables.print(out, result));
        program.out().flush();
        if (pool.timings() > 0) {
            program.say("%s of timing rounds left out, for rounds of two campaigns are no pairs"
                    .formatted(Words.counted(pool.timings(), "cell")));
        }
        program.err().println("written: " + output);
        ReportCommand.writeBeside(output, result, program);
        return ExitCode.DONE;
    }
}
