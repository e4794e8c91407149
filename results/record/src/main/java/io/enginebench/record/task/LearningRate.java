package io.enginebench.record.task;

import io.enginebench.record.Check;

/**
 * The learning rate of each step.
 *
 * @param base what schedules scale, a positive number
 * @param schedule how it falls after the warm-up
 * @param warmupSteps steps over which it rises from {@code base / warmupSteps} to {@code base}, a line; 0 for none
 */
public record LearningRate(double base, Schedule schedule, int warmupSteps) {
    public LearningRate {
        Check.that(Double.isFinite(base) && base > 0, "opt_base_learning_rate", "a positive number", base);
        Check.that(warmupSteps >= 0, "opt_learning_rate_warmup_steps", "0 or more", warmupSteps);
    }

    /** The same rate in every step. */
    public static LearningRate constant(double base) {
        return new LearningRate(base, new Schedule.Constant(), 0);
    }

    /**
     * The rate of a step.
     *
     * @param step the number of the step in its training, over all epochs, from 1
     */
    public double at(int step) {
        return step <= warmupSteps ? base * step / warmupSteps : base * schedule.factor(step - 1 - warmupSteps);
    }

    /** The same schedule from another base. */
    public LearningRate withBase(double other) {
        return new LearningRate(other, schedule, warmupSteps);
    }

    /** Whether every step has the base's rate. */
    public boolean isConstant() {
        return schedule instanceof Schedule.Constant && warmupSteps == 0;
    }

    /** As a table says it, without the base; empty of a constant one. */
    String words() {
        return schedule.words() + (warmupSteps == 0 ? "" : ", %d steps of warm-up".formatted(warmupSteps));
    }

    /** What becomes of the base in the steps after the warm-up. */
    public sealed interface Schedule {
        /** Its name in JSON. */
        String name();

        /**
         * What the base is multiplied with.
         *
         * @param done steps since the warm-up, from 0
         */
        double factor(int done);

        /** As a table says it; empty of a constant one. */
        String words();

        /** Nothing. */
        record Constant() implements Schedule {
            @Override
            public String name() {
                return "constant";
            }

            @Override
            public double factor(int done) {
                return 1;
            }

            @Override
            public String words() {
                return "";
            }
        }

        /**
         * {@code factor^floor(done / steps)}.
         *
         * @param steps between two changes, at least 1
         * @param factor above 0, at most 1
         */
        record Step(int steps, double factor) implements Schedule {
            public Step {
                checkSteps(steps);
                Check.that(factor > 0 && factor <= 1, "opt_learning_rate_decay_factor", "above 0 and up to 1", factor);
            }

            @Override
            public String name() {
                return "step";
            }

            @Override
            public double factor(int done) {
                return Math.pow(factor, Math.floorDiv(done, steps));
            }

            @Override
            public String words() {
                return ", times %s every %d steps".formatted(factor, steps);
            }
        }

        /**
         * {@code (1 + cos(pi min(done, steps) / steps)) / 2}, half a cosine down to 0, where it stays (Loshchilov and Hutter, SGDR, without
         * restarts).
         *
         * @param steps at least 1
         */
        record Cosine(int steps) implements Schedule {
            public Cosine {
                checkSteps(steps);
            }

            @Override
            public String name() {
                return "cosine";
            }

            @Override
            public double factor(int done) {
                return (1 + Math.cos(Math.PI * Math.min(done, steps) / steps)) / 2;
            }

            @Override
            public String words() {
                return ", a cosine down to 0 in %d steps".formatted(steps);
            }
        }

        private static void checkSteps(int steps) {
            Check.that(steps >= 1, "opt_learning_rate_decay_steps", "1 or more", steps);
        }
    }
}
