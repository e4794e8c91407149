package io.enginebench.record.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.task.TaskKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochScoresTest {
    /** Epochs of 2, 1 and 0.5 s, and evaluations that took longer than all of them. */
    private static EpochScores scores(TaskKind kind, double target, Double... scores) {
        return EpochScores.of(
                kind,
                target,
                List.of(scores),
                List.of(9_000_000_000L, 9_000_000_000L, 9_000_000_000L),
                List.of(2_000_000_000L, 1_000_000_000L, 500_000_000L));
    }

    @Test
    void timeIsThatOfTheEpochsUpToTheFirstThatReachesTheTargetWithoutTheirEvaluations() {
        EpochScores second = scores(TaskKind.CLASSIFICATION, 0.8, 0.79, 0.81, 0.9);
        assertTrue(second.reached());
        assertEquals(2, second.epochsToTarget());
        assertEquals(3.0, second.timeToTargetS());
    }

    @Test
    void targetItselfReachesItAndALaterWorseEpochTakesNothingBack() {
        EpochScores first = scores(TaskKind.CLASSIFICATION, 0.8, 0.8, 0.5, 0.5);
        assertEquals(1, first.epochsToTarget());
        assertEquals(2.0, first.timeToTargetS());
    }

    @Test
    void squaredErrorReachesItsTargetFromAbove() {
        EpochScores third = scores(TaskKind.REGRESSION, 0.5, 4.0, 0.6, 0.4);
        assertEquals(
                List.of(Metric.MSE, false, 3), List.of(third.metric(), third.higherIsBetter(), third.epochsToTarget()));
        assertEquals(3.5, third.timeToTargetS());
    }

    @Test
    void missedTargetStaysInTheJsonAsNotReachedAndHasNoNumber() throws MalformedJsonException {
        EpochScores missed = scores(TaskKind.CLASSIFICATION, 0.95, 0.79, 0.81, 0.9);
        assertFalse(missed.reached());
        assertNull(missed.epochsToTarget());
        assertNull(missed.timeToTargetS());
        assertEquals(
                "{\"metric\":\"accuracy\",\"unit\":\"fraction\",\"higher_is_better\":true,\"target\":0.95,"
                        + "\"score_per_epoch\":[0.79,0.81,0.9],"
                        + "\"evaluation_durations_ns\":[9000000000,9000000000,9000000000],\"reached\":false}",
                Json.line(missed));
        assertEquals(missed, Json.read(Json.line(missed), "missed", EpochScores.class));
    }

    @Test
    void epochWithoutAScoreIsRefused() {
        assertEquals(
                "scores and durations must be one for each epoch, got [2, 3, 3]",
                assertThrows(IllegalArgumentException.class, () -> scores(TaskKind.CLASSIFICATION, 0.5, 0.1, 0.2))
                        .getMessage());
    }
}
