package io.enginebench.cli.measure;

import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.ground.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains and evaluates one task on one engine. */
@Command(
        name = "run",
        header = {
            "Examples:",
            "  ./bench run --engine pytorch --task fashion --epochs 1 --samples 6400",
            "  ./bench run --engine mxnet --task fashion --json",
            ""
        },
        description = "Trains and evaluates one task on one engine and writes DIR/result.json.")
public final class RunCommand extends JsonCommand {
    @Mixin
    CampaignOptions common = new CampaignOptions();

    @Option(names = "--engine", required = true, paramLabel = "E", description = "an engine id of ./bench engines")
    String engine = "";

    @Option(names = "--task", required = true, paramLabel = "T", description = "a task id of ./bench tasks")
    String task = "";

    @Override
    public ExitCode call() throws Exception {
        return common.run(program, json, List.of(engine), List.of(task));
    }
}
