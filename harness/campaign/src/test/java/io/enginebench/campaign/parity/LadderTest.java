package io.enginebench.campaign.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.parity.reference.RunningStatistic;
import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.array.Npy;
import io.enginebench.record.parity.Rung;
import io.enginebench.record.parity.TraceFiles;
import io.enginebench.record.task.LearningRate;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.TaskKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages one file of a faultless trace at a time, between worker and ladder. */
class LadderTest {
    private static final int ROWS = 4;
    private static final Ladder LADDER = new Ladder(
            TaskKind.CLASSIFICATION,
            TraceFolder.HYPER.optimiser(),
            new StatisticsRung(RunningStatistic.of(TraceFolder.GRAPH), ROWS));

    @TempDir
    Path folder;

    private TraceFolder trace;

    @BeforeEach
    void write() throws IOException {
        trace = TraceFolder.create(folder);
    }

    /** The failed rungs as "number name: first difference". */
    private List<String> failures(String file, int element, double by) throws IOException {
        return failures(LADDER.compare(trace.read(), null, trace.damaged(file, element, by), null));
    }

    private static List<String> failures(List<Rung> rungs) {
        return rungs.stream()
                .filter(rung -> !rung.passed())
                .map(rung -> rung.number() + " " + rung.name() + ": " + rung.firstDifference())
                .toList();
    }

    @Test
    void sameTracePassesAllRungsWithoutAnyDifference() throws IOException {
        List<Rung> rungs = LADDER.compare(trace.read(), null, trace.read(), null);
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
                rungs.stream().map(Rung::number).toList());
        for (Rung rung : rungs) {
            assertTrue(rung.passed(), rung.toString());
            assertEquals(0, rung.maxAbsDifference());
            assertEquals(0, rung.judgedDifference());
            assertNull(rung.firstDifference());
        }
    }

    /** The trace is the reference's own step rounded to 32-bit floats: differences of 2^-24 of a value. */
    @Test
    void roundedReferencePassesAgainstTheReference() throws IOException {
        List<Rung> rungs = LADDER.compare(trace.read().step(), trace.reference());
        assertEquals(
                List.of(3, 4, 5, 6, 9, 10), rungs.stream().map(Rung::number).toList());
        for (Rung rung : rungs) {
            assertTrue(rung.passed(), rung.toString());
            assertTrue(rung.maxAbsDifference() > 0 && rung.maxRelDifference() < 1.2e-7, rung.toString());
        }
    }

    @Test
    void oneBitOfAStartingWeightFailsTheFirstRung() throws IOException {
        double bit = Math.ulp(0.5f);
        assertEquals(
                List.of("1 starting weights: 04Conv2d_bias"),
                failures(TraceFiles.STARTING_WEIGHTS + "/04Conv2d_bias.npy", 1, bit));
    }

    @Test
    void anotherRowFailsTheSecondRungNamingTheBatch() throws IOException {
        assertEquals(List.of("2 batch order: batch 2"), failures(TraceFiles.BATCH_ROWS, 4, 1));
        assertEquals(List.of("2 batch order: batch 1"), failures(TraceFiles.BATCH_SIZES, 0, -1));
    }

    @Test
    void outputsFailTheThirdRungNamingTheFirstLayerThatDiffers() throws IOException {
        TraceFolder other = TraceFolder.create(folder.resolve("other"));
        Path layer = other.path().resolve(TraceFiles.LAYERS).resolve("05Relu.npy");
        Npy whole = Npy.read(layer);
        double[] numbers = whole.doubles();
        numbers[0] += 1;
        Npy.of(whole.shape(), numbers).write(layer);
        Trace damaged = other.damaged(TraceFiles.OUTPUTS, 0, 0.01);
        assertEquals(List.of("3 forward: 05Relu"), failures(LADDER.compare(trace.read(), null, damaged, null)));
        assertEquals(
                List.of("3 forward: 05Relu"),
                failures(LADDER.compare(damaged.step(), other.reference())),
                "the reference has no array like that layer");
        assertEquals(List.of("3 forward: outputs"), failures(TraceFiles.OUTPUTS, 0, 0.01));
    }

    /** The tolerance is 1e-5 of the largest output where that is above 1: here it is between 1 and 10. */
    @Test
    void forwardToleranceGrowsWithTheOutputs() throws IOException {
        double largest = trace.read().step().outputs().largest();
        assertTrue(largest > 1, "largest " + largest);
        assertEquals(List.of(), failures(TraceFiles.OUTPUTS, 0, 0.9e-5 * largest));
        assertEquals(1, failures(TraceFiles.OUTPUTS, 0, 1.2e-5 * largest).size());
    }

    @Test
    void lossFailsTheFourthRung() throws IOException {
        double loss = trace.read().step().loss().at(0);
        assertEquals(List.of(), failures(TraceFiles.LOSS, 0, 0.9e-5 * loss));
        assertEquals(List.of("4 loss: loss"), failures(TraceFiles.LOSS, 0, 1.1e-5 * loss));
    }

    /** Rung 6 stands: the first step of Adam is the learning rate for any gradient so far above eps. */
    @Test
    void gradientFailsTheFifthRungNamingTheParameter() throws IOException {
        String file = TraceFiles.GRADIENTS + "/07Conv2d_weight.npy";
        double largest = trace.read().step().gradients().get(4).largest();
        int element = indexOf(trace.read().step().gradients().get(4), largest);
        double sign = Math.signum(trace.read().step().gradients().get(4).at(element));
        assertEquals(List.of(), failures(file, element, sign * 0.9e-4 * largest));
        assertEquals(List.of("5 gradients: 07Conv2d_weight"), failures(file, element, sign * 1.2e-4 * largest));
    }

    private static int indexOf(Values values, double absolute) {
        for (int i = 0; i < values.length(); i++) {
            if (Math.abs(values.at(i)) == absolute) {
                return i;
            }
        }
        throw new AssertionError("no element of size " + absolute);
    }

    /** A thousandth of the learning rate of 0.001 is 1e-6. */
    @Test
    void updateFailsTheSixthRungNamingTheParameter() throws IOException {
        String file = TraceFiles.UPDATED_WEIGHTS + "/12Linear_bias.npy";
        assertEquals(List.of(), failures(file, 2, 0.9e-6));
        assertEquals(List.of("6 one Adam step: 12Linear_bias"), failures(file, 2, 1.2e-6));
    }

    /** AdamW's decay of 0.1 takes a tenth of a learning rate off a weight of 1, which an engine that runs Adam leaves. */
    @Test
    void optimiserOfAnotherRecipeFailsTheSixthRung() throws IOException {
        Optimiser decoupled = new Optimiser(new Optimiser.Adam(1e-7, true), LearningRate.constant(0.001), 0.1, null);
        ReferenceStep reference = trace.reference(decoupled);
        Ladder ladder = new Ladder(TaskKind.CLASSIFICATION, decoupled, new StatisticsRung(List.of(), ROWS));
        assertEquals(
                List.of("6 one AdamW step: 01Conv2d_weight"),
                failures(ladder.compare(trace.read().step(), reference)));
        Trace.Step sound = reference.step();
        assertEquals(List.of(), failures(ladder.compare(sound, reference)));
    }

    /** Opposite gradients and opposite steps: the optimiser did what it was told, and rung 5 is the one to say so. */
    @Test
    void updateThatTheGradientsExplainIsNotHeldAgainstTheOptimiser() throws IOException {
        Trace.Step one = trace.reference().step();
        List<Values> opposite = one.gradients().stream()
                .map(gradient -> new Values(
                        gradient.name(),
                        Npy.of(
                                gradient.shape(),
                                Arrays.stream(gradient.numbers()).map(g -> -g).toArray())))
                .toList();
        List<Values> mirrored = new ArrayList<>();
        for (int i = 0; i < opposite.size(); i++) {
            double[] before = one.startingWeights().get(i).numbers();
            double[] after = one.updatedWeights().get(i).numbers().clone();
            for (int j = 0; j < after.length; j++) {
                after[j] = 2 * before[j] - after[j];
            }
            mirrored.add(
                    new Values(opposite.get(i).name(), Npy.of(opposite.get(i).shape(), after)));
        }
        Trace.Step other = new Trace.Step(
                one.startingWeights(),
                one.startingStatistics(),
                List.of(),
                one.outputs(),
                one.loss(),
                opposite,
                mirrored,
                one.updatedStatistics(),
                one.evaluated());
        assertEquals(
                List.of("5 gradients: 01Conv2d_weight"),
                failures(LADDER.compare(one, new ReferenceStep(other, Optional.empty(), Rounding.NONE))));
    }

    /** n is 4·18·18 = 1296; both variances are right, and the rung says who has which. A hundredth of one is neither. */
    @Test
    void runningVarianceMayBeOfEitherFormAndNothingElse() throws IOException {
        String file = TraceFiles.UPDATED_WEIGHTS + "/00BatchNorm_runningVar.npy";
        double kept = 0.9;
        double batch = trace.read().step().updatedStatistics().get(1).at(0) - kept;
        Rung unbiased = LADDER.compare(trace.read(), null, trace.damaged(file, 0, batch / 1295), null).stream()
                .filter(rung -> rung.number() == 9)
                .findFirst()
                .orElseThrow();
        assertTrue(unbiased.passed(), unbiased.toString());
        assertEquals(
                "the batch's variance is biased in the first and unbiased in the second: n/(n-1) times as much",
                unbiased.detail());
        assertEquals(List.of("9 running statistics: 00BatchNorm_runningVar"), failures(file, 0, batch / 100));
        assertEquals(
                List.of("9 running statistics: 00BatchNorm_runningMean"),
                failures(TraceFiles.UPDATED_WEIGHTS + "/00BatchNorm_runningMean.npy", 0, 1e-3));
    }

    /** The ladder also finds a reference that is wrong. */
    @Test
    void anOperatorThatIsBrokenInTheReferenceIsFoundAndNamed() throws IOException {
        assertEquals("3 forward: 11Relu", firstFailure("11Relu", "softSign", Map.of()));
        assertEquals(
                "3 forward: 03Pool",
                firstFailure(
                        "03Pool",
                        "avgPool",
                        Map.of(
                                "kernel",
                                List.of(2, 2),
                                "stride",
                                List.of(2, 2),
                                "padding",
                                List.of(0, 0),
                                "countIncludePad",
                                true)));
        assertEquals(
                "3 forward: 00BatchNorm",
                firstFailure("00BatchNorm", "batchNorm", Map.of("axis", 1, "epsilon", 0.1, "momentum", 0.9)));
        assertEquals(
                "9 running statistics: 00BatchNorm_runningMean",
                firstFailure("00BatchNorm", "batchNorm", Map.of("axis", 1, "epsilon", 1e-5, "momentum", 0.1)));
    }

    private String firstFailure(String node, String operator, Map<String, Object> attributes) throws IOException {
        return failures(LADDER.compare(trace.read().step(), trace.reference(node, operator, attributes)))
                .get(0);
    }

    @Test
    void evaluationFailsTheTenthRungOfTheReferenceAlone() throws IOException {
        assertEquals(List.of(), failures(TraceFiles.EVALUATED, 0, 0.01));
        assertEquals(
                List.of("10 evaluation: outputs"),
                failures(LADDER.compare(
                        trace.damaged(TraceFiles.EVALUATED, 0, 0.01).step(), trace.reference())));
    }

    /** The first three rungs, the third in evaluation, where BatchNorm does something else than in a step. */
    @Test
    void engineThatOnlyAnswersIsHeldToWhatItAnswers() throws IOException {
        Trace sound = trace.read();
        ReferenceAnswers reference = ReferenceAnswers.of(TraceFolder.GRAPH, trace.task(), sound, trace.data());
        List<Rung> rungs = Ladder.answers(sound, sound, 0);
        assertEquals(List.of(1, 2, 3), rungs.stream().map(Rung::number).toList());
        assertTrue(rungs.stream().allMatch(Rung::passed));
        assertEquals(List.of(), failures(Ladder.answers(sound, reference)));
        Trace damaged = trace.damaged(TraceFiles.ANSWERED, 0, 0.01);
        assertEquals(List.of("3 forward: outputs"), failures(Ladder.answers(sound, damaged, 0)));
        assertEquals(List.of("3 forward: outputs"), failures(Ladder.answers(damaged, reference)));
        assertEquals(List.of(), failures(TraceFiles.ANSWERED, 0, 0.01), "of those that train, the step is judged");
    }

    @Test
    void curveFailsTheSeventhRungNamingTheStep() throws IOException {
        assertEquals(List.of(), failures(TraceFiles.SMOOTH_LOSSES, 1, 1.2e-4));
        assertEquals(List.of("7 loss curve: step 2"), failures(TraceFiles.SMOOTH_LOSSES, 1, 1.3e-4));
    }

    /** From the step on at which both engines are apart from themselves by 1e-3, nothing is held against anybody. */
    @Test
    void stepsOfAChaoticNetworkAreComparedWhileAnEngineIsWhereItWas() throws IOException {
        Path file = trace.path().resolve(TraceFiles.NUDGED_LOSSES);
        Npy.of(List.of(2), new double[] {1.5, 1.25 * (1 - 1e-3)}).write(file);
        assertEquals(List.of(), failures(TraceFiles.SMOOTH_LOSSES, 1, 0.1));
        assertEquals(List.of("7 loss curve: step 1"), failures(TraceFiles.SMOOTH_LOSSES, 0, 0.1));
        List<Rung> rungs = LADDER.compare(trace.read(), null, trace.read(), null);
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6, 7, 9),
                rungs.stream().map(Rung::number).toList());
        assertEquals(
                "loss from 1.500 to 1.250 in 2 steps, of which the first 1 are compared and no answers: after them an engine departs"
                        + " from itself",
                rungs.get(6).detail());
    }

    /** 2 of 2000 rows are the thousandth that may disagree; the third is one too many. */
    @Test
    void answersFailTheEighthRungNamingTheRow() throws IOException {
        Path file = trace.path().resolve(TraceFiles.TEST_OUTPUTS);
        Trace whole = trace.read();
        double[] outputs = whole.smooth().testOutputs().numbers().clone();
        outputs[3 * 70 + 1] = 1.5;
        outputs[3 * 80 + 2] = 1.5;
        Npy.of(whole.smooth().testOutputs().shape(), outputs).write(file);
        assertEquals(List.of(), failures(LADDER.compare(whole, null, trace.read(), null)));
        assertEquals(
                List.of("8 predictions: row 70"),
                failures(LADDER.compare(whole, null, trace.damaged(TraceFiles.TEST_OUTPUTS, 3 * 90 + 1, 1.5), null)));
    }

    /** Either engine's answer to it is right. */
    @Test
    void rowOnTheBorderOfTwoClassesIsToldAndNotCounted() throws IOException {
        Trace mine = second(1 - 0.5e-4);
        List<Rung> rungs = LADDER.compare(mine, null, second(1 + 0.5e-4), null);
        assertEquals(List.of(), failures(rungs));
        assertEquals(
                "0 of 2000 rows, not counting 10 whose classes are apart by no more than the curve may be",
                rungs.get(7).detail());
        assertEquals(List.of("8 predictions: row 0"), failures(LADDER.compare(mine, null, second(1 + 2e-4), null)));
    }

    /** The trace with that output for the second class of ten rows, the first having 1. */
    private Trace second(double output) throws IOException {
        Path file = trace.path().resolve(TraceFiles.TEST_OUTPUTS);
        Values whole = trace.read().smooth().testOutputs();
        double[] outputs = whole.numbers().clone();
        for (int row = 0; row < 10; row++) {
            outputs[3 * row + 1] = output;
        }
        Npy.of(whole.shape(), outputs).write(file);
        return trace.read();
    }

    /** Where rounding moves a step's loss by so much, it moves a curve by as much. */
    @Test
    void curveIsAllowedWhatRoundingMakesOfAStep() {
        Trace.Smooth mine = smooth(1.0, 0.5);
        Trace.Smooth theirs = smooth(1.0003, 0.5003);
        SmoothRungs rungs = new SmoothRungs(TaskKind.CLASSIFICATION);
        assertFalse(rungs.of(mine, theirs, 0).get(0).passed());
        Rung wider = rungs.of(mine, theirs, 5e-5).get(0);
        assertTrue(wider.passed());
        assertTrue(wider.detail().endsWith("that the tolerance is 5.000 times as wide"), wider.detail());
    }

    private static Trace.Smooth smooth(double... losses) {
        Values curve = new Values("losses", new Tensor(losses, List.of(losses.length)));
        Values rows = new Values("rows", new Tensor(new double[] {0}, List.of(1)));
        Values outputs = new Values("outputs", new Tensor(new double[] {1, 0}, List.of(1, 2)));
        return new Trace.Smooth(curve, rows, outputs, curve, outputs);
    }

    @Test
    void valueThatIsNotFiniteFailsItsRungAndIsNotWrittenAsANumber() throws IOException {
        for (String file : List.of(TraceFiles.OUTPUTS, TraceFiles.LOSS, TraceFiles.SMOOTH_LOSSES)) {
            List<Rung> failed = LADDER.compare(trace.read(), null, trace.damaged(file, 0, Double.NaN), null).stream()
                    .filter(rung -> !rung.passed())
                    .toList();
            assertEquals(1, failed.size(), file);
            assertNull(failed.get(0).judgedDifference());
            assertNull(failed.get(0).maxAbsDifference());
        }
    }

    /** Two that overflow train the same thing; one that does so alone does not. */
    @Test
    void stepOfWhichNoEngineCanHoldTheNumbersIsLeftOutAndSaidToBe() throws IOException {
        String weights = TraceFiles.UPDATED_WEIGHTS + "/12Linear_bias.npy";
        Trace sound = trace.read();
        Trace.Step infinite =
                trace.damaged(weights, 0, Double.POSITIVE_INFINITY).step();
        Trace.Step none = trace.damaged(weights, 1, Double.NaN).step();
        Optimiser sgd = new Optimiser(new Optimiser.Sgd(0, false), LearningRate.constant(1e60), 0, null);
        ReferenceStep far = trace.reference(sgd);
        Ladder ladder = new Ladder(TaskKind.CLASSIFICATION, sgd, new StatisticsRung(List.of(), ROWS));
        List<Rung> rungs = ladder.compare(infinite, far);
        assertEquals(List.of(), failures(rungs));
        assertEquals(List.of(3, 4, 5, 10), rungs.stream().map(Rung::number).toList());
        assertTrue(
                rungs.get(2).detail().endsWith("; the step is left out: its numbers are more than 32 bits hold"),
                rungs.get(2).detail());
        for (Trace.Step diverged : List.of(infinite, none)) {
            assertEquals(
                    List.of("6 one Adam step: 12Linear_bias"),
                    failures(LADDER.compare(diverged, trace.reference())),
                    "the reference holds them");
        }
        assertEquals(
                List.of("6 one SGD step: 01Conv2d_weight"),
                failures(ladder.compare(sound.step(), far)),
                "the engine moved by less");
    }

    @Test
    void traceWithAnArrayOfAnotherShapeIsRefused() throws IOException {
        Path file = trace.path().resolve(TraceFiles.GRADIENTS).resolve("01Conv2d_bias.npy");
        Npy.of(List.of(1), new double[1]).write(file);
        assertEquals(
                "array 01Conv2d_bias in gradients must have the shape [2], got [1]",
                assertThrows(IOException.class, () -> trace.read()).getMessage());
    }
}
