package io.enginebench.cli.measure;

import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.campaign.plan.TimingPlanner;
import io.enginebench.campaign.plan.TimingRequest;
import io.enginebench.cli.terminal.Offered;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times engines against each other in paired rounds, and the machine against itself. */
@Command(
        name = "throughput",
        header = {
            "  ./bench throughput --tasks fashion --modes train --batches 32",
            "  ./bench throughput --tasks fashion --modes infer --batches 1 --rounds 20",
            "  ./bench throughput --engines pytorch,pytorch --tasks fashion --batches 32",
            "  ./bench throughput --resume runs/r1"
        },
        description = {
            "Times training steps and inference on several engines and writes DIR/result.json.",
            "A process of about ten seconds for each engine, task, model, mode, batch, number of threads and round;",
            "of half a minute for whole epochs."
        })
public final class ThroughputCommand extends CampaignCommand {
    @Mixin
    ComparisonOptions choice = new ComparisonOptions();

    @Option(
            names = "--modes",
            completionCandidates = Offered.Modes.class,
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
            description = "time every engine against itself, and against itself with a tenth of its time added"
                    + " (with 5 rounds or more)")
    @Nullable
    Boolean controls;

    @Override
    Asked asked() {
        TaskCatalog.Chosen tasks = program.tasks(choice.tasks);
        TimingRequest request = fill(new TimingRequest(), choice.engines, tasks);
        request.reference = choice.reference;
        request.modes = modes;
        request.batches = batches;
        request.threads = threads;
        request.rounds = rounds;
        request.controls = controls;
        return new Asked(tasks, offer -> new TimingPlanner(offer).plan(request));
    }
}
