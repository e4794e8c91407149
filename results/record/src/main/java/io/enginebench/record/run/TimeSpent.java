package io.enginebench.record.run;

import io.enginebench.record.Check;
import java.util.stream.DoubleStream;

/**
 * Where the time of a campaign went, in seconds; of processes that ran side by side the sum, so that all of it is their time and not the
 * clock's. Of a campaign that was resumed it is the time since then.
 *
 * @param trainingS epochs of trainings
 * @param evaluatingS answers to test rows after them
 * @param timingS windows of timing rounds
 * @param warmingS windows before those
 * @param crossEvaluatingS processes of cross-evaluations, whole
 * @param startingS processes from their start to their end but for the above, checks of the engines, recording of the networks
 * @param parityS showing that the engines train the same thing
 * @param dataS reading, checking and laying out rows
 * @param restS comparing, keeping what was measured, processes that left no figures
 */
public record TimeSpent(
        double trainingS,
        double evaluatingS,
        double timingS,
        double warmingS,
        double crossEvaluatingS,
        double startingS,
        double parityS,
        double dataS,
        double restS) {
    public TimeSpent {
        DoubleStream.of(trainingS, evaluatingS, timingS, warmingS, crossEvaluatingS, startingS, parityS, dataS, restS)
                .forEach(seconds -> Check.that(seconds >= 0, "time spent", "0 s or more", seconds));
    }

    /** That of two campaigns together. */
    public TimeSpent and(TimeSpent other) {
        return new TimeSpent(
                trainingS + other.trainingS,
                evaluatingS + other.evaluatingS,
                timingS + other.timingS,
                warmingS + other.warmingS,
                crossEvaluatingS + other.crossEvaluatingS,
                startingS + other.startingS,
                parityS + other.parityS,
                dataS + other.dataS,
                restS + other.restS);
    }
}
