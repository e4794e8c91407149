package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.figure.Raw;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a cell ended: with the figures of its kind, or with the reason why there are none. */
public sealed interface Outcome {
    /** {@link CellStatus#OK} exactly where there are figures. */
    default CellStatus status() {
        return CellStatus.OK;
    }

    /**
     * A training ran to its end.
     *
     * @param epochScores there if the training was given a target
     * @param trainingDurationS seconds spent in training steps, evaluation outside
     * @param predictDurationS seconds for the test set
     */
    record Trained(
            Metrics metrics,
            @Nullable EpochScores epochScores,
            double trainingDurationS,
            double predictDurationS,
            Evidence evidence,
            Predictions predictions,
            Raw raw)
            implements Outcome {}

    /**
     * An engine answered with the weights that another learnt.
     *
     * @param weightsSha256 of the weights that it answered with, which must be the trained cell's final ones
     */
    record Answered(Metrics metrics, String weightsSha256, Predictions predictions) implements Outcome {}

    /**
     * A part of a timing round ran to its end.
     *
     * @param warmup what came before the measured windows
     * @param load what the process and the machine did meanwhile
     * @param coldStart from the start of the process to the first batch; null if it had timed another cell before
     * @param memory the process's resident set at three points; null where the system does not tell, or likewise
     */
    record Timed(
            ThroughputCell.TimingMetrics metrics,
            ThroughputCell.Warmup warmup,
            ThroughputCell.Load load,
            ThroughputCell.@Nullable ColdStart coldStart,
            ThroughputCell.@Nullable Memory memory,
            ThroughputCell.TimingRaw raw)
            implements Outcome {}

    /**
     * There are no figures.
     *
     * @param reason why, one line
     * @param failure what a process left behind that ended badly
     */
    record Ended(CellStatus status, String reason, @Nullable Failure failure) implements Outcome {
        public Ended {
            Check.that(status != CellStatus.OK, "status of a cell without figures", "another than OK", status);
        }

        /** An end without a process that left something behind. */
        public Ended(CellStatus status, String reason) {
            this(status, reason, null);
        }
    }

    /** Fails unless a cell's outcome is an end or has the figures of its kind. */
    static void mustBe(Class<? extends Outcome> kind, Outcome outcome, String cell) {
        Check.that(
                kind.isInstance(outcome) || outcome instanceof Ended,
                "outcome of cell " + cell,
                "one of " + List.of(kind.getSimpleName(), Ended.class.getSimpleName()),
                outcome.getClass().getSimpleName());
    }
}
