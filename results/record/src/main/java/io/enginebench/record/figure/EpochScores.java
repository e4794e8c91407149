package io.enginebench.record.figure;

import io.enginebench.record.Check;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.task.TaskKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training that was given a target scored on the test rows after each epoch, and how long it took to get there
 * (time-to-accuracy; MLPerf Training measures the same). A missed target has no time: it stays in the result as not reached.
 *
 * @param metric that the task is judged by
 * @param unit of target and scores
 * @param higherIsBetter the direction: whether a score reaches the target from below or from above
 * @param target the score to reach
 * @param endsTraining true if the training was to end with the first epoch that reaches the target, however many epochs its recipe has;
 *     null if it was to go on
 * @param scorePerEpoch after each epoch; the last is the cell's own figure
 * @param evaluationDurationsNs nanoseconds for the test rows after each epoch, none of them within the training's clock
 * @param reached whether any epoch's score is the target or better
 * @param epochsToTarget the first such epoch, from 1; null if there is none
 * @param timeToTargetS seconds of training up to the end of that epoch, evaluation outside; null if there is none
 */
public record EpochScores(
        Metric metric,
        String unit,
        boolean higherIsBetter,
        double target,
        @Nullable Boolean endsTraining,
        List<Double> scorePerEpoch,
        List<Long> evaluationDurationsNs,
        boolean reached,
        @Nullable Integer epochsToTarget,
        @Nullable Double timeToTargetS) {
    public EpochScores {
        scorePerEpoch = List.copyOf(scorePerEpoch);
        evaluationDurationsNs = List.copyOf(evaluationDurationsNs);
        Check.that(
                reached == (epochsToTarget != null) && reached == (timeToTargetS != null),
                "epochs_to_target and time_to_target_s",
                "there exactly when the target was reached",
                reached);
    }

    /** How many epochs a training has that was to have so many. */
    public int epochsOf(int asked) {
        return endsTraining != null && epochsToTarget != null ? epochsToTarget : asked;
    }

    /** Of a training that goes on. */
    public static EpochScores of(
            TaskKind kind,
            double target,
            List<Double> scores,
            List<Long> evaluationDurationsNs,
            List<Long> epochDurationsNs) {
        return of(kind, target, null, scores, evaluationDurationsNs, epochDurationsNs);
    }

    /**
     * Derives when the target was reached.
     *
     * @param endsTraining true if the training was to end there, else null
     * @param epochDurationsNs nanoseconds of training in each epoch, as many as there are scores
     */
    public static EpochScores of(
            TaskKind kind,
            double target,
            @Nullable Boolean endsTraining,
            List<Double> scores,
            List<Long> evaluationDurationsNs,
            List<Long> epochDurationsNs) {
        Metric metric = kind.judgedBy();
        Check.that(
                scores.size() == epochDurationsNs.size() && scores.size() == evaluationDurationsNs.size(),
                "scores and durations",
                "one for each epoch",
                List.of(scores.size(), evaluationDurationsNs.size(), epochDurationsNs.size()));
        int first = 0;
        while (first < scores.size() && !metric.reaches(scores.get(first), target)) {
            first++;
        }
        boolean reached = first < scores.size();
        return new EpochScores(
                metric,
                metric.unit(),
                metric.higherIsBetter(),
                target,
                endsTraining,
                scores,
                evaluationDurationsNs,
                reached,
                reached ? first + 1 : null,
                reached
                        ? epochDurationsNs.subList(0, first + 1).stream()
                                        .mapToLong(Long::longValue)
                                        .sum()
                                / 1e9
                        : null);
    }
}
