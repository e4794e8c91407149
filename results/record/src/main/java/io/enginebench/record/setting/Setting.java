package io.enginebench.record.setting;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.enginebench.record.Check;
import org.jspecify.annotations.Nullable;

/**
 * What fixes a measurement and is asked of every kind of cell. It is composed into plan, cell and every key by which cells are
 * compared, so that a further axis is one component here.
 *
 * @param engine the engine's id in its campaign
 * @param division how it is driven; tuned where a file has none
 * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param dtype of the network where it answers; 32-bit floats where a file has none, and in every training
 * @param numThreads threads the engine may use for one operation
 * @param task the task's id
 * @param model one of the task's models
 * @param protocol how the task's split is used
 * @param fold 0-based; null for a hold-out
 * @param seed of weights, batch order, folds and sampling; the same on every engine
 */
public record Setting(
        String engine,
        Division division,
        String device,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Dtype.Usual.class)
        Dtype dtype,

        int numThreads,
        String task,
        String model,
        Protocol protocol,
        @Nullable Integer fold,
        long seed) {
    /** Stands for what the cells of a comparison need not have in common. */
    private static final String ANY = "any";

    public Setting {
        division = Division.orTuned(division);
        dtype = Dtype.orFloat32(dtype);
        Check.id("engine", engine);
        Check.id("task", task);
        Check.id("model", model);
        Check.that(numThreads >= 1, "threads", "1 or more", numThreads);
    }

    /** The same on another engine, on its device and in its numbers. */
    public Setting on(String other, String itsDevice, Dtype itsDtype) {
        return new Setting(other, division, itsDevice, itsDtype, numThreads, task, model, protocol, fold, seed);
    }

    /** The same under another name of the engine. */
    public Setting on(String other) {
        return on(other, device, dtype);
    }

    /** The same of another fold; null for a hold-out. */
    public Setting inFold(@Nullable Integer other) {
        return new Setting(engine, division, device, dtype, numThreads, task, model, protocol, other, seed);
    }

    /** The same under another protocol. */
    public Setting under(Protocol other) {
        return new Setting(engine, division, device, dtype, numThreads, task, model, other, fold, seed);
    }

    /** The same in a division. */
    public Setting in(Division other) {
        return new Setting(engine, other, device, dtype, numThreads, task, model, protocol, fold, seed);
    }

    /** What two cells must have in common to be compared: all but the engine, its device and its numbers. */
    public Setting shared() {
        return on(ANY, ANY, Dtype.FLOAT32);
    }

    /** The same with another seed. */
    public Setting seeded(long other) {
        return new Setting(engine, division, device, dtype, numThreads, task, model, protocol, fold, other);
    }

    /** What a training of a division is on every engine, device and number of threads, none of which may change what it is given. */
    public Setting anywhere() {
        return new Setting(ANY, division, ANY, Dtype.FLOAT32, 1, task, model, protocol, fold, seed);
    }

    /** Whether it is of that task and model. */
    public boolean isOf(String otherTask, String otherModel) {
        return task.equals(otherTask) && model.equals(otherModel);
    }

    /** Where it runs. */
    public Placement placement() {
        return new Placement(engine, division, device, dtype, numThreads);
    }
}
