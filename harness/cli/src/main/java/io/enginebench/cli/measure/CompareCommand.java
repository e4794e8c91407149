package io.enginebench.cli.measure;

import io.enginebench.cli.terminal.Program;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains and evaluates the same thing on several engines. */
@Command(
        name = "compare",
        header = {
            "  ./bench compare --preset quick",
            "  ./bench compare --tasks fashion --engines pytorch,mxnet --epochs 15 --threads 2 --out runs/r1",
            "  ./bench compare --tasks fashion --target 0.88",
            "  ./bench compare --tasks fashion --seeds 10 --controls",
            "  ./bench compare --resume runs/r1"
        },
        description = "Trains and evaluates the same networks on several engines and writes DIR/result.json.")
public final class CompareCommand extends TrainingCommand {
    @Mixin
    ComparisonOptions choice = new ComparisonOptions();

    @Option(
            names = "--controls",
            negatable = true,
            description =
                    "train every engine once more from starting weights that are off by one rounding, which must come out"
                            + " equivalent, in twice the time (off; rounds of timing have controls of their own from 5 rounds on)")
    @Nullable
    Boolean controls;

    /** What {@code ./bench} without a command does. */
    public static CompareCommand quick(Program program, boolean json) {
        CompareCommand quick = new CompareCommand();
        quick.program = program;
        quick.json = json;
        quick.preset = "quick";
        return quick;
    }

    @Override
    Asked asked() {
        return asked(choice.engines, choice.tasks, choice.reference, controls);
    }
}
