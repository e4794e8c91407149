package io.enginebench.record.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.task.LearningRate.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HyperParametersTest {
    private static final String BEGIN = "{\"epochs\":1,\"global_batch_size\":32,";

    private static HyperParameters read(String optimiser) throws MalformedJsonException {
        return Json.read(BEGIN + optimiser + "}", "recipe", HyperParameters.class);
    }

    /** What is left out has its usual value, so that files and hashes of before stay what they were. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"opt_name\":\"adam\",\"opt_base_learning_rate\":0.001,\"opt_epsilon\":1.0E-7,\"train_samples\":6",
                "\"opt_name\":\"sgd\",\"opt_base_learning_rate\":0.1",
                "\"opt_name\":\"sgd\",\"opt_base_learning_rate\":0.1,\"opt_momentum\":0.9,\"opt_nesterov\":true,"
                        + "\"opt_weight_decay\":5.0E-4,\"opt_gradient_clip_norm\":1.0,"
                        + "\"opt_learning_rate_schedule\":\"step\",\"opt_learning_rate_warmup_steps\":5,"
                        + "\"opt_learning_rate_decay_steps\":30,\"opt_learning_rate_decay_factor\":0.1",
                "\"opt_name\":\"adamw\",\"opt_base_learning_rate\":0.001,\"opt_epsilon\":1.0E-7,\"opt_weight_decay\":0.0",
                "\"opt_name\":\"rmsprop\",\"opt_base_learning_rate\":0.001,\"opt_epsilon\":1.0E-7,\"opt_rho\":0.9,"
                        + "\"opt_learning_rate_schedule\":\"cosine\",\"opt_learning_rate_decay_steps\":30"
            })
    void recipeIsWrittenAsItWasRead(String optimiser) throws MalformedJsonException {
        assertEquals(BEGIN + optimiser + "}", Json.line(read(optimiser)));
    }

    @Test
    void whatIsLeftOutHasItsUsualValue() throws MalformedJsonException {
        assertEquals(
                Optimiser.KERAS_ADAM,
                read("\"opt_name\":\"adam\",\"opt_base_learning_rate\":0.001,\"opt_epsilon\":1e-7")
                        .optimiser());
        assertEquals(
                new Optimiser(new Optimiser.Adam(1e-7, true), LearningRate.constant(1), 0.01, null),
                read("\"opt_name\":\"adamw\",\"opt_base_learning_rate\":1.0,\"opt_epsilon\":1e-7")
                        .optimiser());
        assertEquals(
                new Optimiser(new Optimiser.RmsProp(0.9, 1e-7), LearningRate.constant(1), 0, null),
                read("\"opt_name\":\"rmsprop\",\"opt_base_learning_rate\":1.0,\"opt_epsilon\":1e-7")
                        .optimiser());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "opt_name":"lion","opt_base_learning_rate":1.0                    | opt_name must be one of sgd, adam, adamw, rmsprop, got 'lion'
            "opt_name":"sgd","opt_base_learning_rate":0.0                     | opt_base_learning_rate must be a positive number, got 0.0
            "opt_name":"sgd","opt_base_learning_rate":1.0,"opt_momentum":1.0  | opt_momentum must be 0 or more and below 1, got 1.0
            "opt_name":"sgd","opt_base_learning_rate":1.0,"opt_nesterov":true | opt_nesterov must be false without opt_momentum, got true
            "opt_name":"sgd","opt_base_learning_rate":1.0,"opt_epsilon":1.0   | opt_epsilon must be left out with sgd, got 1.0
            "opt_name":"sgd","opt_base_learning_rate":1.0,"opt_weight_decay":-1.0 | opt_weight_decay must be 0 or more, got -1.0
            "opt_name":"sgd","opt_base_learning_rate":1.0,"opt_gradient_clip_norm":0.0 | opt_gradient_clip_norm must be a positive number, got 0.0
            "opt_name":"adam","opt_base_learning_rate":1.0                    | opt_epsilon must be given with adam, got none
            "opt_name":"adam","opt_base_learning_rate":1.0,"opt_epsilon":1.0,"opt_rho":0.5 | opt_rho must be left out with adam, got 0.5
            "opt_name":"rmsprop","opt_base_learning_rate":1.0,"opt_epsilon":1.0,"opt_rho":1.0 | opt_rho must be 0 or more and below 1, got 1.0
            "opt_name":"sgd","opt_base_learning_rate":1.0,"opt_learning_rate_schedule":"linear" | opt_learning_rate_schedule must be one of constant, step, cosine, got 'linear'
            "opt_name":"sgd","opt_base_learning_rate":1.0,"opt_learning_rate_schedule":"cosine" | opt_learning_rate_decay_steps must be given with cosine, got none
            "opt_name":"sgd","opt_base_learning_rate":1.0,"opt_learning_rate_decay_steps":3 | opt_learning_rate_decay_steps must be left out with constant, got 3
            """)
    void whatAnOptimiserCannotBeIsRefused(String optimiser, String message) {
        MalformedJsonException refused = assertThrows(MalformedJsonException.class, () -> read(optimiser));
        assertTrue(refused.getMessage().contains("problem: " + message + " (line 1,"), refused.getMessage());
    }

    @Test
    void memberThatNobodyKnowsIsRefused() {
        MalformedJsonException refused = assertThrows(
                MalformedJsonException.class,
                () -> read("\"opt_name\":\"sgd\",\"opt_base_learning_rate\":1.0,\"opt_momentun\":0.9"));
        assertTrue(refused.getMessage().contains("opt_momentun"), refused.getMessage());
    }

    private static List<Double> rates(LearningRate rate, int steps) {
        return java.util.stream.IntStream.rangeClosed(1, steps)
                .mapToObj(rate::at)
                .toList();
    }

    /** A line through 0 up to the base in the last step of the warm-up, and the schedule's first step after that. */
    @Test
    void ratesOfStepsAreThoseWorkedOutByHand() {
        assertEquals(List.of(0.1, 0.1, 0.1), rates(LearningRate.constant(0.1), 3));
        assertEquals(
                List.of(0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 0.5, 0.5, 0.25),
                rates(new LearningRate(1, new Schedule.Step(2, 0.5), 4), 9));
        // Half a cosine: 1, (1 + cos 45)/2, 1/2, (1 - cos 45)/2, 0, 0.
        double quarter = Math.sqrt(0.5) / 2;
        List<Double> cosine = rates(new LearningRate(2, new Schedule.Cosine(4), 0), 6);
        List<Double> expected = List.of(2.0, 1 + 2 * quarter, 1.0, 1 - 2 * quarter, 0.0, 0.0);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), cosine.get(i), 1e-15, "step " + (i + 1));
        }
    }

    @Test
    void wordsOfAnOptimiserSayAllButItsRateAndEps() {
        assertEquals("adam", Optimiser.KERAS_ADAM.words());
        assertEquals(
                "sgd, Nesterov's momentum 0.9, weight decay 5.0E-4, clipped to a norm of 1.0, a cosine down to 0 in 30"
                        + " steps, 5 steps of warm-up",
                new Optimiser(
                                new Optimiser.Sgd(0.9, true),
                                new LearningRate(0.1, new Schedule.Cosine(30), 5),
                                5e-4,
                                1.0)
                        .words());
    }
}
