package io.enginebench.record.cell;

import io.enginebench.record.Check;
import org.jspecify.annotations.Nullable;

/**
 * A cross-evaluation as it went: the answers of one engine with the weights that another learnt, for the same test rows as
 * the training's own evaluation.
 *
 * @param engine the engine that answered
 * @param trainedCell the quality cell whose final weights it got
 * @param trainedOn that cell's engine
 * @param weightsSha256 of the weights that it answered with, which must be the trained cell's final ones
 */
public record CrossCell(
        String id,
        String engine,
        String trainedCell,
        String trainedOn,
        String device,
        String task,
        String model,
        Protocol protocol,
        @Nullable Integer fold,
        long seed,
        int numThreads,
        CellStatus status,
        @Nullable String reason,
        @Nullable Metrics metrics,
        @Nullable String weightsSha256,
        @Nullable Long peakRssBytes,
        @Nullable Predictions predictions,
        @Nullable Failure failure)
        implements CellResult {
    public CrossCell {
        Check.id("cell", id);
        boolean ok = status == CellStatus.OK;
        Check.that(
                ok == (metrics != null) && ok == (predictions != null) && ok == (reason == null),
                "figures of cell " + id,
                "there exactly when its status is OK",
                status);
    }

    /** A cell that has no figures. */
    public static CrossCell ended(CrossSpec spec, CellStatus status, String reason, @Nullable Failure failure) {
        return of(spec, status, reason, null, null, null, failure);
    }

    /** A cell that ran to its end. */
    public static CrossCell measured(CrossSpec spec, Metrics metrics, String weightsSha256, Predictions predictions) {
        return of(spec, CellStatus.OK, null, metrics, weightsSha256, predictions, null);
    }

    private static CrossCell of(
            CrossSpec spec,
            CellStatus status,
            @Nullable String reason,
            @Nullable Metrics metrics,
            @Nullable String weightsSha256,
            @Nullable Predictions predictions,
            @Nullable Failure failure) {
        return new CrossCell(
                spec.id(),
                spec.engine(),
                spec.trained().id(),
                spec.trained().engine(),
                spec.device(),
                spec.task().id(),
                spec.model(),
                spec.trained().protocol(),
                spec.trained().fold(),
                spec.seed(),
                spec.threads(),
                status,
                reason,
                metrics,
                weightsSha256,
                null,
                predictions,
                failure);
    }

    @Override
    public CrossCell withPeakRss(long bytes) {
        return new CrossCell(
                id,
                engine,
                trainedCell,
                trainedOn,
                device,
                task,
                model,
                protocol,
                fold,
                seed,
                numThreads,
                status,
                reason,
                metrics,
                weightsSha256,
                bytes == 0 ? null : bytes,
                predictions,
                failure);
    }
}
