package io.enginebench.cli.measure;

import io.enginebench.cli.terminal.Program;
import io.enginebench.ground.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains and evaluates the same thing on several engines. */
@Command(
        name = "compare",
        header = {
            "  ./bench compare --preset quick",
            "  ./bench compare --tasks fashion --engines pytorch,mxnet --epochs 15 --threads 2 --out runs/r1",
            "  ./bench compare --tasks fashion --target 0.88",
            "  ./bench compare --resume runs/r1"
        },
        description = "Trains and evaluates the same networks on several engines and writes DIR/result.json.")
public final class CompareCommand extends TrainingCommand {
    @Mixin
    ChoiceOptions choice = new ChoiceOptions();

    /** What {@code ./bench} without a command does. */
    public static CompareCommand quick(Program program, boolean json) {
        CompareCommand quick = new CompareCommand();
        quick.program = program;
        quick.json = json;
        quick.preset = "quick";
        return quick;
    }

    @Override
    public ExitCode call() throws Exception {
        return run(choice.engines, choice.tasks);
    }
}
