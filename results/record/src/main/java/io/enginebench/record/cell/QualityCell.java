package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.figure.Raw;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A training and its evaluation.
 *
 * @param control null for a training for its own sake; else which control the cell belongs to
 * @param hyperParameters as they were used
 * @param lossPerEpoch mean loss over the epoch's training rows; up to the epoch that diverged
 * @param outcome {@link Outcome.Trained} or an end
 */
public record QualityCell(
        String id,
        Setting setting,
        @Nullable ControlArm control,
        HyperParameters hyperParameters,
        List<Double> lossPerEpoch,
        Seen seen,
        Outcome outcome)
        implements CellResult {
    public QualityCell {
        Check.id("cell", id);
        lossPerEpoch = List.copyOf(lossPerEpoch);
        seen = Objects.requireNonNullElse(seen, Seen.NOTHING);
        Outcome.mustBe(Outcome.Trained.class, outcome, id);
    }

    /** A training for its own sake. */
    public QualityCell(
            String id,
            Setting setting,
            HyperParameters hyperParameters,
            List<Double> lossPerEpoch,
            Seen seen,
            Outcome outcome) {
        this(id, setting, null, hyperParameters, lossPerEpoch, seen, outcome);
    }

    /** Of some cells the trainings for their own sake, the only ones that engines are judged by. */
    public static List<QualityCell> trainings(List<CellResult> cells) {
        return of(cells).stream().filter(cell -> cell.control() == null).toList();
    }

    /** Whether it was to end with the first epoch that reaches its target. */
    public boolean endsAtTarget() {
        EpochScores scores = epochScores();
        return scores != null && scores.endsTraining() != null;
    }

    /** Of some cells the trainings that the measuring is measured by. */
    public static List<QualityCell> controls(List<CellResult> cells) {
        return of(cells).stream().filter(cell -> cell.control() != null).toList();
    }

    private static List<QualityCell> of(List<CellResult> cells) {
        return CellResult.ofKind(QualityCell.class, cells);
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
        return new QualityCell(id, setting.on(name), control, hyperParameters, lossPerEpoch, seen, outcome);
    }

    @Override
    public QualityCell with(Seen observed) {
        return new QualityCell(id, setting, control, hyperParameters, lossPerEpoch, observed, outcome);
    }
}
