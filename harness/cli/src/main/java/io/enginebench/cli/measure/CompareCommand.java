package io.enginebench.cli.measure;

import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.Program;
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
public final class CompareCommand extends JsonCommand {
    @Mixin
    CampaignOptions common = new CampaignOptions();

    @Mixin
    ChoiceOptions choice = new ChoiceOptions();

    /** What {@code ./bench} without a command does. */
    public static CompareCommand quick(Program program, boolean json) {
        CompareCommand quick = new CompareCommand();
        quick.program = program;
        quick.json = json;
        quick.common.preset = "quick";
        return quick;
    }

    @Override
    public ExitCode call() throws Exception {
        return common.run(program, json, choice.engines, choice.tasks);
    }
}
