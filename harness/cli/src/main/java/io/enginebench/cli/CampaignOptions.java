package io.enginebench.cli;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.campaign.plan.PlanRequest;
import io.enginebench.campaign.plan.Planner;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that {@code compare} and {@code run} share, and what they do. */
final class CampaignOptions {
    @Mixin
    RunOptions run = new RunOptions();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "quick, seed or full; without one, each task's own settings")
    @Nullable
    String preset;

    @Option(names = "--models", split = ",", paramLabel = "M", description = "networks; all of each task by default")
    List<String> models = List.of();

    @Option(
            names = "--protocol",
            split = ",",
            paramLabel = "P",
            description = "clean, notebook or both: clean,notebook")
    List<String> protocols = List.of();

    @Option(names = "--seeds", paramLabel = "N", description = "how many seeds")
    @Nullable
    Integer seeds;

    @Option(names = "--seed", paramLabel = "N", description = "the first seed (1)")
    @Nullable
    Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "threads of each engine (1)")
    @Nullable
    Integer threads;

    @Option(names = "--epochs", paramLabel = "N", description = "passes over the training rows")
    @Nullable
    Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "rows in a training step")
    @Nullable
    Integer batch;

    @Option(names = "--samples", paramLabel = "N", description = "training rows, drawn by the seed")
    @Nullable
    Integer samples;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "trainings side by side (as many as there are cores with several seeds and no target, else 1); with more than 1, their times are not shown")
    @Nullable
    Integer jobs;

    @Option(names = "--rounds", paramLabel = "N", description = "rounds of timing after the trainings (0; full: 10)")
    @Nullable
    Integer rounds;

    @Option(
            names = "--target",
            split = ",",
            paramLabel = "T",
            description =
                    "score every epoch, outside the clock, and tell when it is reached: an accuracy for each classification (0.88), or TASK=SCORE (navigability=0.5, a squared error); trainings then run one at a time unless --jobs says otherwise")
    List<String> targets = List.of();

    int run(Program program, List<String> engineIds, List<String> taskIds) throws IOException, InterruptedException {
        EngineCatalog catalog = program.engines();
        Planner planner = new Planner(
                program.tasks(),
                catalog.ids(),
                catalog.usualIds(),
                Runtime.getRuntime().availableProcessors());
        return run.run(
                program,
                () -> planner.plan(new PlanRequest(
                        preset,
                        engineIds,
                        taskIds,
                        models,
                        protocols,
                        run.device,
                        run.env,
                        seeds,
                        seed,
                        threads,
                        epochs,
                        batch,
                        samples,
                        jobs,
                        rounds,
                        targets)));
    }
}
