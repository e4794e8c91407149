package io.enginebench.report.table;

import io.enginebench.record.figure.EpochScores;
import io.enginebench.report.text.Numbers;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When the trainings of one task, model and protocol reached their target, in words. Over several it is a mean, over those seeds and folds that
 * every engine has, as of all figures that stand side by side; one that missed the target has no epoch and no time, and nor has a mean over it.
 */
public final class Target {
    private final EpochScores any;
    private final Trainings trainings;

    private Target(EpochScores any, Trainings trainings) {
        this.any = any;
        this.trainings = trainings;
    }

    /** Empty if the trainings were given none. */
    public static Optional<Target> of(Trainings trainings) {
        return trainings.cells().stream()
                .flatMap(cell -> Stream.ofNullable(cell.epochScores()))
                .findFirst()
                .map(any -> new Target(any, trainings));
    }

    /** The target, such as {@code accuracy 0.88}. */
    public String name() {
        return any.metric().label() + " " + score();
    }

    /** The score alone, with no more digits than it was given. */
    public String score() {
        return BigDecimal.valueOf(any.target()).stripTrailingZeros().toPlainString();
    }

    /** The number of epochs that an engine took. */
    public String epochs(String engine) {
        return mean(engine, of(engine).size() == 1 ? "%,.0f" : "%,.1f", EpochScores::epochsToTarget);
    }

    /** The seconds of training that an engine took, of trainings that had the machine to themselves. */
    public String seconds(String engine) {
        return mean(engine, "%,.2f", EpochScores::timeToTargetS);
    }

    private List<EpochScores> of(String engine) {
        return trainings.common(engine).stream()
                .flatMap(cell -> Stream.ofNullable(cell.epochScores()))
                .toList();
    }

    private String mean(String engine, String pattern, Function<EpochScores, @Nullable Number> figure) {
        List<EpochScores> own = of(engine);
        long missed = own.stream().filter(one -> !one.reached()).count();
        if (missed > 0) {
            return own.size() == 1 ? "not reached" : "missed by %d of %d".formatted(missed, own.size());
        }
        return Numbers.plain(
                pattern,
                Numbers.meanOrNull(own.stream()
                        .flatMap(one -> Stream.ofNullable(figure.apply(one)))
                        .map(Number::doubleValue)
                        .toList()));
    }
}
