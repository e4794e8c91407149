package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TaskDescriptor;
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
 * @param target the accuracy to reach, or the mean squared error to get down to, for which every epoch is scored; null: the
 *     training is scored once, at its end
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
        HyperParameters hyperParameters,
        @Nullable Double target)
        implements CellSpec {
    public QualitySpec {
        Check.id("cell", id);
        Check.id("engine", engine);
        Check.id("model", model);
        Check.that(threads >= 1, "threads", "1 or more", threads);
        if (target != null) {
            Check.that(
                    task.kind().mayAimAt(target),
                    "target of " + task.id(),
                    task.kind().targets(),
                    target);
        }
    }

    /** A training that is scored once, at its end. */
    public QualitySpec(
            String id,
            String engine,
            String device,
            TaskDescriptor task,
            String model,
            Protocol protocol,
            @Nullable Integer fold,
            long seed,
            int threads,
            HyperParameters hyperParameters) {
        this(id, engine, device, task, model, protocol, fold, seed, threads, hyperParameters, null);
    }

    /** The id of a training: all that tells it from others in its campaign. */
    public static String id(
            String task, String model, Protocol protocol, String engine, long seed, @Nullable Integer fold) {
        return "%s-%s-%s-%s-seed%d%s"
                .formatted(task, model, protocol.json(), engine, seed, fold == null ? "" : "-fold" + fold);
    }

    /** The same cell with another recipe. */
    public QualitySpec with(HyperParameters other) {
        return new QualitySpec(id, engine, device, task, model, protocol, fold, seed, threads, other, target);
    }

    /** The same cell, to be scored after every epoch. */
    public QualitySpec aimingAt(double score) {
        return new QualitySpec(id, engine, device, task, model, protocol, fold, seed, threads, hyperParameters, score);
    }
}
