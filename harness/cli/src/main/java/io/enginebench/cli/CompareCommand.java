package io.enginebench.cli;

import io.enginebench.ground.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains and evaluates the same thing on several engines. */
@Command(
        name = "compare",
        header = {
            "Examples:",
            "  ./bench compare --preset quick",
            "  ./bench compare --tasks fashion --engines pytorch,mxnet --epochs 15 --threads 2 --out runs/r1",
            "  ./bench compare --tasks fashion --target 0.88",
            "  ./bench compare --resume runs/r1",
            ""
        },
        description = "Trains and evaluates the same networks on several engines and writes DIR/result.json.")
final class CompareCommand extends JsonCommand {
    @Mixin
    CampaignOptions common = new CampaignOptions();

    @Mixin
    ChoiceOptions choice = new ChoiceOptions();

    @Override
    public ExitCode call() throws Exception {
        return common.run(this, choice.engines, choice.tasks);
    }
}
