package io.enginebench.record.cell;

import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import org.jspecify.annotations.Nullable;

/** One measurement that one process makes, before ({@link CellSpec}) or after ({@link CellResult}). */
public sealed interface Cell permits CellSpec, CellResult {
    /** Made of all that tells the cell from others in its campaign; safe as a file name. */
    String id();

    /** What fixes the measurement. */
    Setting setting();

    /** The engine's id in this campaign. */
    default String engine() {
        return setting().engine();
    }

    /** How the engine is driven. */
    default Division division() {
        return setting().division();
    }

    /** {@code cpu}, {@code gpu} or {@code gpu:N}. */
    default String device() {
        return setting().device();
    }

    /** Of the network where it answers. */
    default Dtype dtype() {
        return setting().dtype();
    }

    /** Threads the engine may use for one operation. */
    default int numThreads() {
        return setting().numThreads();
    }

    /** One of the task's models. */
    default String model() {
        return setting().model();
    }

    /** How the task's split is used. */
    default Protocol protocol() {
        return setting().protocol();
    }

    /** 0-based; null for a hold-out. */
    default @Nullable Integer fold() {
        return setting().fold();
    }

    /** Of weights and batch order; the same on every engine. */
    default long seed() {
        return setting().seed();
    }
}
