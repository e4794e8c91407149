package io.enginebench.campaign.plan;

import java.util.List;

/**
 * A part of a plan that begins when the one before it has ended.
 *
 * @param rounds in the order in which they start
 */
public record Stage(Kind kind, List<Round> rounds) {
    /** What its jobs are. */
    public enum Kind {
        /** Trainings: several side by side if the plan says so. */
        TRAIN,
        /** Cross-evaluations, which need what the trainings left. */
        ASK,
        /** Timings, which have the machine to themselves. */
        TIME;

        /**
         * Whether a round counts only whole: its parts have the machine to themselves, one after the other, and a pair whose
         * halves were timed on different days is none.
         */
        public boolean paired() {
            return this == TIME;
        }
    }

    public Stage {
        rounds = List.copyOf(rounds);
    }
}
