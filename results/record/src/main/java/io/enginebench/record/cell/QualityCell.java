package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.figure.Raw;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training and its evaluation.
 *
 * @param hyperParameters as they were used
 * @param lossPerEpoch mean loss over the epoch's training rows; up to the epoch that diverged
 * @param outcome {@link Outcome.Trained} or an end
 */
public record QualityCell(
        String id,
        Setting setting,
        HyperParameters hyperParameters,
        List<Double> lossPerEpoch,
        @Nullable Long peakRssBytes,
        Outcome outcome)
        implements CellResult {
    public QualityCell {
        Check.id("cell", id);
        lossPerEpoch = List.copyOf(lossPerEpoch);
        Outcome.mustBe(Outcome.Trained.class, outcome, id);
    }

    private Outcome.@Nullable Trained trained() {
        return outcome instanceof Outcome.Trained trained ? trained : null;
    }

    public @Nullable Metrics metrics() {
        return trained() == null ? null : trained().metrics();
    }

    public @Nullable EpochScores epochScores() {
        return trained() == null ? null : trained().epochScores();
    }

    public @Nullable Double trainingDurationS() {
        return trained() == null ? null : (Double) trained().trainingDurationS();
    }

    public @Nullable Double predictDurationS() {
        return trained() == null ? null : (Double) trained().predictDurationS();
    }

    public @Nullable Evidence evidence() {
        return trained() == null ? null : trained().evidence();
    }

    public @Nullable Predictions predictions() {
        return trained() == null ? null : trained().predictions();
    }

    public @Nullable Raw raw() {
        return trained() == null ? null : trained().raw();
    }

    /** The same row under another name for its engine, for comparisons between runs of one engine. */
    public QualityCell ofEngine(String name) {
        return new QualityCell(id, setting.on(name), hyperParameters, lossPerEpoch, peakRssBytes, outcome);
    }

    @Override
    public QualityCell withPeakRss(long bytes) {
        return new QualityCell(id, setting, hyperParameters, lossPerEpoch, bytes == 0 ? null : (Long) bytes, outcome);
    }
}
