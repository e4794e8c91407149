package io.enginebench.record.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.task.LearningRate.Schedule;
import java.util.List;
import java.util.stream.IntStream;
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
                "\"opt_name\":\"sgd\",\"opt_base_learning_rate\":0.1,\"loss\":{\"kind\":\"huber\",\"delta\":1.5}",
                "\"opt_name\":\"sgd\",\"opt_base_learning_rate\":0.1,\"loss\":{\"kind\":\"l1\"}",
                "\"opt_name\":\"sgd\",\"opt_base_learning_rate\":0.1,"
                        + "\"loss\":{\"kind\":\"cross-entropy\",\"label_smoothing\":0.1}",
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

    private static TaskDescriptor task(TaskKind kind, TrainingLoss loss) {
        return new TaskDescriptor(
                "t",
                "t",
                kind,
                "d",
                List.of("m"),
                List.of(4),
                null,
                kind == TaskKind.CLASSIFICATION ? 2 : 1,
                kind == TaskKind.CLASSIFICATION ? List.of("a", "b") : List.of(),
                new Split.HoldOut(),
                new HyperParameters(1, 32, Optimiser.KERAS_ADAM, loss, null, null, null),
                null);
    }

    @Test
    void lossIsOfTheTasksKind() {
        assertEquals(
                new TrainingLoss.SquaredError(), task(TaskKind.REGRESSION, null).loss());
        assertEquals(
                new TrainingLoss.CrossEntropy(0),
                task(TaskKind.CLASSIFICATION, null).loss());
        assertEquals(
                new TrainingLoss.Huber(2),
                task(TaskKind.REGRESSION, new TrainingLoss.Huber(2)).loss());
        assertEquals(
                "loss of task t must be cross-entropy, for it is a classification, got absolute error",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> task(TaskKind.CLASSIFICATION, new TrainingLoss.AbsoluteError()))
                        .getMessage());
        assertEquals(
                "loss of task t must be mse, l1 or huber, for it is a regression, got cross-entropy",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> task(TaskKind.REGRESSION, new TrainingLoss.CrossEntropy(0)))
                        .getMessage());
    }

    @Test
    void classesHaveAWeightEach() {
        TrainingLoss weighted = new TrainingLoss.CrossEntropy(0.1, List.of(1.0, 2.5));
        String json = "{\"kind\":\"cross-entropy\",\"label_smoothing\":0.1,\"class_weights\":[1.0,2.5]}";
        assertEquals(json, Json.line(weighted));
        assertEquals("cross-entropy with labels smoothed by 0.1, classes weighing [1.0, 2.5]", weighted.words());
        assertEquals(
                "class_weights of task t must be one for each class (%d), got 3"
                        .formatted(task(TaskKind.CLASSIFICATION, null).outputs()),
                assertThrows(
                                IllegalArgumentException.class,
                                () -> task(
                                        TaskKind.CLASSIFICATION,
                                        new TrainingLoss.CrossEntropy(0, List.of(1.0, 2.0, 3.0))))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"kind":"cross-entropy","label_smoothing":1.0} | label_smoothing must be 0 or more and below 1, got 1.0
            {"kind":"cross-entropy","label_smoothing":0.0,"class_weights":[1.0,0.0]} | class_weights must be positive numbers, got [1.0, 0.0]
            {"kind":"huber","delta":0.0}                   | delta must be a positive number, got 0.0
            {"kind":"hinge"}                               | hinge
            {"kind":"huber"}                               | null
            {"kind":"l1","delta":1.0}                      | delta
            """)
    void lossThatThereIsNotIsRefused(String loss, String message) {
        MalformedJsonException refused = assertThrows(
                MalformedJsonException.class,
                () -> read("\"opt_name\":\"sgd\",\"opt_base_learning_rate\":1.0,\"loss\":" + loss));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    @Test
    void memberThatNobodyKnowsIsRefused() {
        MalformedJsonException refused = assertThrows(
                MalformedJsonException.class,
                () -> read("\"opt_name\":\"sgd\",\"opt_base_learning_rate\":1.0,\"opt_momentun\":0.9"));
        assertTrue(refused.getMessage().contains("opt_momentun"), refused.getMessage());
    }

    /** The learning rate stays, and eps where there is one; all else has its usual value. */
    @Test
    void typedOptimiserTakesThePlaceOfAnother() {
        Optimiser usual = new Optimiser(new Optimiser.Adam(0.5, false), LearningRate.constant(0.25), 0.1, 3.0);
        LearningRate rate = LearningRate.constant(0.25);
        assertEquals(new Optimiser(new Optimiser.Sgd(0, false), rate, 0, null), usual.replacedBy("sgd"));
        assertEquals(new Optimiser(new Optimiser.Adam(0.5, true), rate, 0.01, null), usual.replacedBy("adamw"));
        assertEquals(
                new Optimiser(new Optimiser.RmsProp(0.8, 1e-7), rate, 0, null),
                usual.replacedBy("sgd").replacedBy("rmsprop:rho=0.8"));
        assertEquals(
                new Optimiser(
                        new Optimiser.Sgd(0.9, true), new LearningRate(0.25, new Schedule.Step(30, 0.1), 5), 5e-4, 1.0),
                usual.replacedBy("sgd:momentum=0.9,nesterov=true,weight_decay=5e-4,gradient_clip_norm=1,"
                        + "learning_rate_schedule=step,learning_rate_decay_steps=30,"
                        + "learning_rate_decay_factor=0.1,learning_rate_warmup_steps=5"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            lion                       | optimizer must be one of sgd, adam, adamw, rmsprop, got 'lion'
            sgd:momentum=heavy         | momentum must be a number, got 'heavy'
            sgd:nesterov=yes           | nesterov must be true or false, got 'yes'
            sgd:momentum=1             | opt_momentum must be 0 or more and below 1, got 1.0
            adam:momentum=0.9          | opt_momentum must be left out with adam, got 0.9
            sgd:momentum=0.1,momentum=0.2 | momentum must be given once, got momentum=0.2
            sgd:learning_rate_warmup_steps=2.5 | learning_rate_warmup_steps must be a whole number, got '2.5'
            """)
    void typedOptimiserThatThereIsNotIsRefused(String typed, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Optimiser.KERAS_ADAM.replacedBy(typed))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd:", "sgd:speed=1", "sgd:momentum", "sgd:=1"})
    void typedMemberThatThereIsNotIsRefused(String typed) {
        String message = assertThrows(IllegalArgumentException.class, () -> Optimiser.KERAS_ADAM.replacedBy(typed))
                .getMessage();
        assertEquals(
                "optimizer behind its colon must be MEMBER=VALUE with a member of momentum, nesterov, rho, epsilon,"
                        + " weight_decay, gradient_clip_norm, learning_rate_schedule, learning_rate_warmup_steps,"
                        + " learning_rate_decay_steps, learning_rate_decay_factor, got '" + typed.substring(4) + "'",
                message);
    }

    private static List<Double> rates(LearningRate rate, int steps) {
        return IntStream.rangeClosed(1, steps).mapToObj(rate::at).toList();
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
