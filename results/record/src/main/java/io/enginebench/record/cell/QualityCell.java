package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.task.HyperParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training and its evaluation: what was asked, how it ended, and the figures if it ended well. Made by {@link #measured} or
 * {@link #ended}, so that figures are there exactly when the status is {@link CellStatus#OK}.
 *
 * @param reason why the status is not OK, one line
 * @param lossPerEpoch mean loss over the epoch's training rows; up to the epoch that diverged
 * @param epochScores there if the training was given a target and ran to its end
 * @param trainingDurationS seconds spent in training steps, evaluation outside
 * @param predictDurationS seconds for the test set
 * @param peakRssBytes the process's peak resident set, read from outside it
 */
public record QualityCell(
        String id,
        String engine,
        String device,
        String task,
        String model,
        Protocol protocol,
        @Nullable Integer fold,
        long seed,
        int numThreads,
        CellStatus status,
        @Nullable String reason,
        HyperParameters hyperParameters,
        @Nullable Metrics metrics,
        List<Double> lossPerEpoch,
        @Nullable EpochScores epochScores,
        @Nullable Double trainingDurationS,
        @Nullable Double predictDurationS,
        @Nullable Long peakRssBytes,
        @Nullable Evidence evidence,
        @Nullable Predictions predictions,
        @Nullable Raw raw,
        @Nullable Failure failure)
        implements CellResult {
    public QualityCell {
        Check.id("cell", id);
        lossPerEpoch = List.copyOf(lossPerEpoch);
        boolean ok = status == CellStatus.OK;
        Check.that(
                ok == (metrics != null) && ok == (predictions != null) && ok == (reason == null),
                "figures of cell " + id,
                "there exactly when its status is OK",
                status);
        Check.that(ok || epochScores == null, "epoch_scores of cell " + id, "absent unless its status is OK", status);
    }

    /** A cell that ran to its end. */
    public static QualityCell measured(
            QualitySpec spec,
            HyperParameters used,
            Metrics metrics,
            List<Double> lossPerEpoch,
            @Nullable EpochScores epochScores,
            double trainingDurationS,
            double predictDurationS,
            Evidence evidence,
            Predictions predictions,
            Raw raw) {
        return new QualityCell(
                spec.id(),
                spec.engine(),
                spec.device(),
                spec.task().id(),
                spec.model(),
                spec.protocol(),
                spec.fold(),
                spec.seed(),
                spec.threads(),
                CellStatus.OK,
                null,
                used,
                metrics,
                lossPerEpoch,
                epochScores,
                trainingDurationS,
                predictDurationS,
                null,
                evidence,
                predictions,
                raw,
                null);
    }

    /** A cell that has no figures. */
    public static QualityCell ended(
            QualitySpec spec, CellStatus status, String reason, List<Double> lossPerEpoch, @Nullable Failure failure) {
        return new QualityCell(
                spec.id(),
                spec.engine(),
                spec.device(),
                spec.task().id(),
                spec.model(),
                spec.protocol(),
                spec.fold(),
                spec.seed(),
                spec.threads(),
                status,
                reason,
                spec.hyperParameters(),
                null,
                lossPerEpoch,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                failure);
    }

    @Override
    public QualityCell withPeakRss(long bytes) {
        return new QualityCell(
                id,
                engine,
                device,
                task,
                model,
                protocol,
                fold,
                seed,
                numThreads,
                status,
                reason,
                hyperParameters,
                metrics,
                lossPerEpoch,
                epochScores,
                trainingDurationS,
                predictDurationS,
                bytes == 0 ? null : bytes,
                evidence,
                predictions,
                raw,
                failure);
    }

    /** The same row under another name for its engine, for comparisons between runs of one engine. */
    public QualityCell ofEngine(String name) {
        return new QualityCell(
                id,
                name,
                device,
                task,
                model,
                protocol,
                fold,
                seed,
                numThreads,
                status,
                reason,
                hyperParameters,
                metrics,
                lossPerEpoch,
                epochScores,
                trainingDurationS,
                predictDurationS,
                peakRssBytes,
                evidence,
                predictions,
                raw,
                failure);
    }
}
