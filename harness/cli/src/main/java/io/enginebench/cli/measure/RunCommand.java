package io.enginebench.cli.measure;

import io.enginebench.ground.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains and evaluates one task on one engine. */
@Command(
        name = "run",
        header = {
            "  ./bench run --engine pytorch --task fashion --epochs 1 --samples 6400",
            "  ./bench run --engine mxnet --task fashion --json"
        },
        description = "Trains and evaluates one task on one engine and writes DIR/result.json.")
public final class RunCommand extends TrainingCommand {
    @Option(names = "--engine", required = true, paramLabel = "E", description = "an engine id of ./bench engines")
    String engine = "";

    @Option(
            names = "--task",
            required = true,
            paramLabel = "T",
            description = "a task id of ./bench tasks, or a task file of your own, which ends in .json")
    String task = "";

    @Override
    public ExitCode call() throws Exception {
        return run(List.of(engine), List.of(task), null, null);
    }
}
