package io.enginebench.results.cell;

import io.enginebench.results.Check;
import io.enginebench.results.task.HyperParameters;
import io.enginebench.results.task.TaskDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * A whole training and the evaluation after it: everything its process needs to know, and nothing else decides what it does.
 *
 * @param id unique in its campaign, safe as a file name
 * @param engine the id of an engine folder
 * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param model one of the task's models
 * @param fold 0-based; null for a hold-out
 * @param seed of weights, batch order, folds and sampling; the same on every engine
 * @param threads the engine may use for one operation
 */
public record QualitySpec(
        String id,
        String engine,
        String device,
        TaskDescriptor task,
        String model,
        Protocol protocol,
        @Nullable Integer fold,
        long seed,
        int threads,
        HyperParameters hyperParameters)
        implements CellSpec {
    public QualitySpec {
        Check.id("cell", id);
        Check.id("engine", engine);
        Check.id("model", model);
        Check.that(threads >= 1, "threads", "1 or more", threads);
    }

    /** The id of a training: all that tells it from others in its campaign. */
    public static String id(
            String task, String model, Protocol protocol, String engine, long seed, @Nullable Integer fold) {
        return "%s-%s-%s-%s-seed%d%s"
                .formatted(task, model, protocol.json(), engine, seed, fold == null ? "" : "-fold" + fold);
    }

    /** The same cell with another recipe. */
    public QualitySpec with(HyperParameters other) {
        return new QualitySpec(id, engine, device, task, model, protocol, fold, seed, threads, other);
    }
}
