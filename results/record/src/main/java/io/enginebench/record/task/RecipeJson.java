package io.enginebench.record.task;

import io.enginebench.record.Check;
import io.enginebench.record.task.LearningRate.Schedule;
import io.enginebench.record.task.Optimiser.Adam;
import io.enginebench.record.task.Optimiser.RmsProp;
import io.enginebench.record.task.Optimiser.Rule;
import io.enginebench.record.task.Optimiser.Sgd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link HyperParameters} as JSON has them: flat, by MLPerf's names where it has one, without what has its usual value. A member that the
 * optimiser or the schedule does not have is refused.
 */
record RecipeJson(
        int epochs,
        int globalBatchSize,
        String optName,
        double optBaseLearningRate,
        @Nullable Double optEpsilon,
        @Nullable Double optMomentum,
        @Nullable Boolean optNesterov,
        @Nullable Double optRho,
        @Nullable Double optWeightDecay,
        @Nullable Double optGradientClipNorm,
        @Nullable String optLearningRateSchedule,
        @Nullable Integer optLearningRateWarmupSteps,
        @Nullable Integer optLearningRateDecaySteps,
        @Nullable Double optLearningRateDecayFactor,
        @Nullable TrainingLoss loss,
        @Nullable Integer trainSamples,
        @Nullable Integer evalSamples,
        @Nullable Integer evalBatchSize) {
    /** Keras's rho. */
    private static final double USUAL_RHO = 0.9;
    /** What {@code torch.optim.AdamW} and DJL take where nothing is said. */
    private static final double USUAL_DECOUPLED_DECAY = 0.01;

    private static final String CONSTANT = new Schedule.Constant().name();

    /** As it is written. */
    static RecipeJson of(HyperParameters recipe) {
        Optimiser optimiser = recipe.optimiser();
        Sgd sgd = optimiser.rule() instanceof Sgd rule ? rule : null;
        LearningRate rate = optimiser.learningRate();
        Schedule schedule = rate.schedule();
        return new RecipeJson(
                recipe.epochs(),
                recipe.globalBatchSize(),
                optimiser.rule().name(),
                rate.base(),
                optimiser.epsilon(),
                sgd == null ? null : saidUnless(sgd.momentum() == 0, sgd.momentum()),
                sgd == null ? null : saidUnless(!sgd.nesterov(), true),
                optimiser.rule() instanceof RmsProp rule ? (Double) rule.rho() : null,
                // AdamW's is always said: other libraries have other usual ones.
                saidUnless(optimiser.weightDecay() == 0 && !optimiser.isDecoupled(), optimiser.weightDecay()),
                optimiser.gradientClipNorm(),
                saidUnless(schedule instanceof Schedule.Constant, schedule.name()),
                saidUnless(rate.warmupSteps() == 0, rate.warmupSteps()),
                schedule instanceof Schedule.Step step
                        ? (Integer) step.steps()
                        : schedule instanceof Schedule.Cosine cosine ? (Integer) cosine.steps() : null,
                schedule instanceof Schedule.Step step ? (Double) step.factor() : null,
                recipe.loss(),
                recipe.trainSamples(),
                recipe.evalSamples(),
                recipe.evalBatchSize());
    }

    private static <T> @Nullable T saidUnless(boolean usual, T value) {
        return usual ? null : value;
    }

    HyperParameters recipe() {
        return new HyperParameters(
                epochs, globalBatchSize, optimiser(), loss, trainSamples, evalSamples, evalBatchSize);
    }

    Optimiser optimiser() {
        Rule rule = rule();
        LearningRate rate = new LearningRate(
                optBaseLearningRate, schedule(), Objects.requireNonNullElse(optLearningRateWarmupSteps, 0));
        double usualDecay = optName.equals(Adam.DECOUPLED_NAME) ? USUAL_DECOUPLED_DECAY : 0;
        return new Optimiser(rule, rate, Objects.requireNonNullElse(optWeightDecay, usualDecay), optGradientClipNorm);
    }

    private Rule rule() {
        Check.that(
                Optimiser.NAMES.contains(optName),
                "opt_name",
                "one of " + String.join(", ", Optimiser.NAMES),
                "'" + optName + "'");
        boolean sgd = optName.equals(Sgd.NAME);
        boolean rmsProp = optName.equals(RmsProp.NAME);
        absentUnless(sgd, "opt_momentum", optName, optMomentum);
        absentUnless(sgd, "opt_nesterov", optName, optNesterov);
        absentUnless(rmsProp, "opt_rho", optName, optRho);
        absentUnless(!sgd, "opt_epsilon", optName, optEpsilon);
        if (sgd) {
            return new Sgd(
                    Objects.requireNonNullElse(optMomentum, 0.0), Objects.requireNonNullElse(optNesterov, false));
        }
        double epsilon = given("opt_epsilon", optName, optEpsilon);
        return rmsProp
                ? new RmsProp(Objects.requireNonNullElse(optRho, USUAL_RHO), epsilon)
                : new Adam(epsilon, optName.equals(Adam.DECOUPLED_NAME));
    }

    private Schedule schedule() {
        String name = Objects.requireNonNullElse(optLearningRateSchedule, CONSTANT);
        boolean steps = name.equals("step");
        boolean cosine = name.equals("cosine");
        Check.that(
                steps || cosine || name.equals(CONSTANT),
                "opt_learning_rate_schedule",
                "one of constant, step, cosine",
                "'" + name + "'");
        absentUnless(steps || cosine, "opt_learning_rate_decay_steps", name, optLearningRateDecaySteps);
        absentUnless(steps, "opt_learning_rate_decay_factor", name, optLearningRateDecayFactor);
        if (!steps && !cosine) {
            return new Schedule.Constant();
        }
        int length = given("opt_learning_rate_decay_steps", name, optLearningRateDecaySteps);
        return steps
                ? new Schedule.Step(length, given("opt_learning_rate_decay_factor", name, optLearningRateDecayFactor))
                : new Schedule.Cosine(length);
    }

    private static void absentUnless(boolean belongs, String member, String with, @Nullable Object got) {
        Check.that(belongs || got == null, member, "left out with " + with, got);
    }

    private static <T> T given(String member, String with, @Nullable T got) {
        Check.that(got != null, member, "given with " + with, null);
        return Objects.requireNonNull(got);
    }
}
