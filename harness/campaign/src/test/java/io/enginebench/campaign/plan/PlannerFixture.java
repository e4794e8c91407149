package io.enginebench.campaign.plan;

import io.enginebench.ground.Home;
import io.enginebench.record.job.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Requests, and the planner of two tasks and five engines. */
final class PlannerFixture {
    static final String TASK = """
            {"id": "%s", "title": "t", "kind": "regression", "data": "d", "models": ["m"], "input_shape": [1, 20, 20],
             "outputs": 1, "classes": [], "split": %s,
             "hyper_parameters": {"epochs": 30, "global_batch_size": 32, "opt_name": "adam",
                                  "opt_base_learning_rate": 0.001, "opt_epsilon": 1e-7}}
            """;

    private PlannerFixture() {}

    /** Of the tasks {@code whole} and {@code folded}, which it writes, and of what else is in the folder. */
    static Planner planner(Path root) throws IOException {
        Path tasks = Files.createDirectories(root.resolve("models/tasks"));
        Files.writeString(tasks.resolve("whole.json"), TASK.formatted("whole", "{\"kind\": \"hold-out\"}"));
        Files.writeString(
                tasks.resolve("folded.json"), TASK.formatted("folded", "{\"kind\": \"k-fold\", \"folds\": 3}"));
        return new Planner(offer(root));
    }

    /** The engines, with the tasks that are in the folder. */
    static Offer offer(Path root) {
        return new Offer(
                TaskCatalog.read(new Home(root, root)),
                List.of(
                        new Offer.Engine("x", false, true, false),
                        new Offer.Engine("y", false, true, false),
                        new Offer.Engine("x-symbolic", true, true, false),
                        new Offer.Engine("z", false, false, false),
                        new Offer.Engine("x-1.5", false, true, true)),
                List.of(),
                2,
                (placements, dispensable) -> List.of(),
                networks -> Map.of());
    }

    static PlanRequest request(String preset, List<String> tasks, List<String> protocols, Integer seeds) {
        PlanRequest request = new PlanRequest();
        request.preset = preset;
        request.tasks = tasks;
        request.protocols = protocols;
        request.seeds = seeds;
        return request;
    }

    static PlanRequest naming(List<String> tasks, String... engines) {
        PlanRequest request = new PlanRequest();
        request.tasks = tasks;
        request.engines = List.of(engines);
        return request;
    }

    static List<Job.OfCells> jobs(Plan plan, Stage.Kind kind) {
        return plan.stages().stream()
                .filter(stage -> stage.kind() == kind)
                .flatMap(stage -> stage.rounds().stream())
                .flatMap(round -> round.jobs().stream())
                .toList();
    }
}
