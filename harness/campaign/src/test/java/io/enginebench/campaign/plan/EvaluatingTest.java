package io.enginebench.campaign.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatingTest {
    private static final HyperParameters RECIPE =
            new HyperParameters(1, 32, Optimiser.adam(0.001, 1e-7), null, null, null);

    private static int rows(Long activationBytes, int batch) {
        return Evaluating.sized(
                        RECIPE.with(1, batch, null),
                        new ModelRecord("t", "m", "0".repeat(64), null, 1L, 0L, 1L, activationBytes, List.of("linear")))
                .answeredAtOnce();
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 32, 250", // a small network: the usual number
        "178728, 32, 250", // the study's, whose figures are not to move
        "480000, 32, 100", // as many as keep activations within 48 MB
        "20354344, 32, 32", // a large one: no more than a training step holds
        "20354344, 1, 2",
        "200000000, 1, 1",
        "20354344, 1000, 250"
    })
    void rowsFollowFromWhatOneTakes(long activationBytes, int batch, int expected) {
        assertEquals(expected, rows(activationBytes, batch));
    }

    @Test
    void networkOfWhichNothingIsKnownAnswersTheUsualNumber() {
        assertEquals(250, Evaluating.sized(RECIPE, null).answeredAtOnce());
        assertEquals(250, rows(null, 32));
    }
}
