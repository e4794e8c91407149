package io.enginebench.worker;

import io.enginebench.analysis.score.Scores;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Metrics;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.Predictions;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;

/** What became of a network that was asked for its answers to test rows. */
sealed interface Evaluation {
    /** Large enough that the per-call cost is small, small enough that activations stay in a few tens of megabytes. */
    int BATCH = 250;

    /**
     * It answered with numbers.
     *
     * @param durationNs from the first batch handed in to the last answer read, the rows being on the device already
     */
    record Scored(Predictions predictions, Metrics metrics, long durationNs) implements Evaluation {
        double seconds() {
            return durationNs / 1e9;
        }
    }

    /** It answered with something that is no finite number. */
    record Diverged(String reason) implements Evaluation {
        Outcome.Ended ended() {
            return new Outcome.Ended(CellStatus.DIVERGED, reason);
        }
    }

    /** Asks the network. */
    static Evaluation of(
            EngineSession session, Learner learner, String cell, TaskDescriptor task, Rows test, Progress progress)
            throws IOException {
        progress.evaluating(cell);
        float[] outputs;
        long durationNs;
        try (Learner.DeviceRows rows = learner.load(test)) {
            session.adapter().awaitAll();
            long start = System.nanoTime();
            outputs = learner.answer(rows, task.outputs(), BATCH, progress::add);
            durationNs = System.nanoTime() - start;
        }
        for (float output : outputs) {
            if (!Float.isFinite(output)) {
                return new Diverged("outputs must be finite, got " + output);
            }
        }
        Predictions predictions = Answers.of(task, test.numbers(), test.truth(), outputs);
        return new Scored(predictions, Scores.of(predictions, task.classes()), durationNs);
    }
}
