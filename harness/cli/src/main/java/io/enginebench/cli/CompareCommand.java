package io.enginebench.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains and evaluates the same thing on several engines. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = {
            "Examples:",
            "  ./bench compare --preset quick",
            "  ./bench compare --tasks fashion --engines pytorch,mxnet --epochs 15 --threads 2 --out runs/r1",
            "  ./bench compare --tasks fashion --target 0.88",
            "  ./bench compare --resume runs/r1",
            ""
        },
        description = "Trains and evaluates the same networks on several engines and writes DIR/result.json.")
final class CompareCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    CampaignOptions common = new CampaignOptions();

    @Option(names = "--engines", split = ",", paramLabel = "E", description = "engine ids; all but variants by default")
    List<String> engines = List.of();

    @Option(names = "--tasks", split = ",", paramLabel = "T", description = "task ids; all by default")
    List<String> tasks = List.of();

    CompareCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        return common.run(program, engines, tasks);
    }
}
