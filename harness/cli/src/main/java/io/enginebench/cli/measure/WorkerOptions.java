package io.enginebench.cli.measure;

import io.enginebench.campaign.plan.SelectionRequest;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.cli.terminal.Offered;
import io.enginebench.data.sources.DataRequest;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every command that lets engines work on data. */
final class WorkerOptions {
    @Option(
            names = "--models",
            completionCandidates = Offered.Networks.class,
            split = ",",
            paramLabel = "M",
            description = "networks; those of plugins, else the first of each task")
    List<String> models = List.of();

    @Option(
            names = {"--division", "--divisions"},
            completionCandidates = Offered.Divisions.class,
            split = ",",
            paramLabel = "D",
            description = "how engines are driven: tuned, plain (as DJL's tutorials write it), or both: tuned,plain"
                    + " (throughput: both, else tuned)")
    List<String> divisions = List.of();

    @Option(
            names = {"--device", "--devices"},
            split = ",",
            paramLabel = "D",
            description = "cpu, gpu or gpu:N; with several, cpu,gpu, each engine is on each (cpu)")
    List<String> devices = List.of();

    @Option(
            names = {"--dtype", "--dtypes"},
            split = ",",
            paramLabel = "T",
            description = "numbers in which networks answer: float32, float16, bfloat16; with several, each engine"
                    + " answers in each; trainings are in float32 (float32)")
    List<String> dtypes = List.of();

    @Option(
            names = "--optimizer",
            paramLabel = "O",
            description =
                    "in place of each task's: sgd, adam, adamw or rmsprop, at its learning rate; behind a colon what"
                            + " docs/training.md has of it: sgd:momentum=0.9,nesterov=true,weight_decay=5e-4")
    @Nullable
    String optimizer;

    @Option(
            names = "--loss",
            paramLabel = "L",
            description =
                    "in place of each task's: cross-entropy[:label_smoothing=0.1], binary-cross-entropy, mse, l1 or huber[:delta=1]")
    @Nullable
    String loss;

    @Option(names = "--lr", paramLabel = "R", description = "the base learning rate in place of each task's")
    @Nullable
    Double learningRate;

    @Option(
            names = "--env",
            paramLabel = "E",
            description = "environment of the tuned division's workers: tuned or stock (tuned)")
    @Nullable
    String env;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of weights, rows, folds and the order in a round; where there are several, the first (1)")
    @Nullable
    Long seed;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "look for data files here first")
    @Nullable
    Path dataDir;

    @Option(names = "--allow-unverified-data", description = "use files of --data-dir that are not the published ones")
    boolean allowUnverified;

    /** Puts what was typed into a request. */
    <R extends SelectionRequest> R fill(R request, List<String> engines, TaskCatalog.Chosen tasks) {
        request.engines = engines;
        request.tasks = tasks.ids();
        request.models = models;
        request.divisions = divisions;
        request.devices = devices;
        request.dtypes = dtypes;
        request.env = env;
        request.optimizer = optimizer;
        request.loss = loss;
        request.learningRate = learningRate;
        request.seed = seed;
        return request;
    }

    DataRequest data(TaskCatalog.Chosen tasks) {
        return new DataRequest(dataDir, allowUnverified, tasks.folders());
    }
}
