package io.enginebench.campaign.plan;

import io.enginebench.ground.Hashes;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.TaskDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Everything a campaign will do, before it does any of it.
 *
 * @param engines ids, in the order asked for
 * @param tasks in the catalog's order
 * @param env {@code tuned} or {@code stock}: what the environment of workers does for speed
 * @param parallelJobs worker processes side by side
 * @param jobs in the order in which they start: the engines of a comparison back to back
 */
public record Plan(
        String preset,
        List<String> engines,
        List<TaskDescriptor> tasks,
        String device,
        String env,
        int threads,
        int parallelJobs,
        List<PlannedJob> jobs) {
    public Plan {
        engines = List.copyOf(engines);
        tasks = List.copyOf(tasks);
        jobs = List.copyOf(jobs);
    }

    /** All cells in the order of the jobs. */
    public List<CellSpec> cells() {
        return jobs.stream().flatMap(job -> job.cells().stream()).toList();
    }

    /** SHA-256 of the plan's JSON on one line. */
    public String sha256() {
        return Hashes.sha256(Json.line(this).getBytes(StandardCharsets.UTF_8));
    }
}
