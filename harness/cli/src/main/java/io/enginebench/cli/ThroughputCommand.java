package io.enginebench.cli;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.plan.TimingPlanner;
import io.enginebench.campaign.plan.TimingRequest;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times engines against each other in paired rounds, and the machine against itself. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = {
            "Examples:",
            "  ./bench throughput --tasks fashion --modes train --batches 32",
            "  ./bench throughput --tasks fashion --modes infer --batches 1 --rounds 20",
            "  ./bench throughput --engines pytorch,pytorch --tasks fashion --batches 32",
            "  ./bench throughput --resume runs/r1",
            ""
        },
        description = {
            "Times training steps and inference on several engines and writes DIR/result.json.",
            "A process of about ten seconds for each engine, task, model, mode, batch, number of threads and round;",
            "of half a minute for whole epochs."
        })
final class ThroughputCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    RunOptions run = new RunOptions();

    @Option(names = "--engines", split = ",", paramLabel = "E", description = "engine ids; all but variants by default")
    List<String> engines = List.of();

    @Option(names = "--tasks", split = ",", paramLabel = "T", description = "task ids; all by default")
    List<String> tasks = List.of();

    @Option(names = "--models", split = ",", paramLabel = "M", description = "networks; all of each task by default")
    List<String> models = List.of();

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "M",
            description = "any of train (steps), epoch (whole epochs), infer (train,infer)")
    List<String> modes = List.of();

    @Option(
            names = "--batches",
            split = ",",
            paramLabel = "N",
            description = "rows in a step (1,32,256); inference of 1 row is timed call by call")
    List<Integer> batches = List.of();

    @Option(names = "--threads", split = ",", paramLabel = "N", description = "threads of each engine (1)")
    List<Integer> threads = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "rounds (10); fewer than 5 allow no inference")
    @Nullable
    Integer rounds;

    @Option(
            names = "--controls",
            negatable = true,
            description = "time the first engine against itself, and against itself with a tenth of its time added"
                    + " (with 5 rounds or more)")
    @Nullable
    Boolean controls;

    @Option(names = "--seed", paramLabel = "N", description = "of weights, rows and the order in a round (1)")
    @Nullable
    Long seed;

    ThroughputCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws Exception {
        EngineCatalog catalog = program.engines();
        TimingPlanner planner = new TimingPlanner(
                program.tasks(),
                catalog.ids(),
                catalog.usualIds(),
                Runtime.getRuntime().availableProcessors());
        return run.run(
                program,
                () -> planner.plan(new TimingRequest(
                        engines, tasks, models, modes, batches, threads, rounds, controls, seed, run.device, run.env)));
    }
}
