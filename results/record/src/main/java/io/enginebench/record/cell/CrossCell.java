package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.setting.Setting;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cross-evaluation: the answers of one engine, the setting's, with the weights that another learnt, for the same test rows as
 * the training's own evaluation.
 *
 * @param trainedCell the quality cell whose final weights it got
 * @param trainedOn that cell's engine
 * @param outcome {@link Outcome.Answered} or an end
 */
public record CrossCell(String id, Setting setting, String trainedCell, String trainedOn, Seen seen, Outcome outcome)
        implements CellResult {
    public CrossCell {
        Check.id("cell", id);
        seen = Objects.requireNonNullElse(seen, Seen.NOTHING);
        Outcome.mustBe(Outcome.Answered.class, outcome, id);
    }

    private Outcome.@Nullable Answered answered() {
        return outcome instanceof Outcome.Answered answered ? answered : null;
    }

    public @Nullable Metrics metrics() {
        return answered() == null ? null : answered().metrics();
    }

    public @Nullable String weightsSha256() {
        return answered() == null ? null : answered().weightsSha256();
    }

    public @Nullable Predictions predictions() {
        return answered() == null ? null : answered().predictions();
    }

    @Override
    public CrossCell with(Seen observed) {
        return new CrossCell(id, setting, trainedCell, trainedOn, observed, outcome);
    }
}
