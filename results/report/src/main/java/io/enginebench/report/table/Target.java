package io.enginebench.report.table;

import io.enginebench.record.cell.EpochScores;
import io.enginebench.record.cell.QualityCell;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When the trainings of one task, model and protocol reached their target, in words. Over several it is a mean; one that missed
 * the target has no epoch and no time, and nor has a mean over it.
 */
public final class Target {
    private final EpochScores any;
    private final List<QualityCell> cells;

    private Target(EpochScores any, List<QualityCell> cells) {
        this.any = any;
        this.cells = List.copyOf(cells);
    }

    /** Empty if the trainings were given none. */
    public static Optional<Target> of(List<QualityCell> cells) {
        return cells.stream()
                .flatMap(cell -> Stream.ofNullable(cell.epochScores()))
                .findFirst()
                .map(any -> new Target(any, cells));
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
        return mean(engine, ofOne(engine) ? 0 : 1, EpochScores::epochsToTarget);
    }

    /** The seconds of training that an engine took, of trainings that had the machine to themselves. */
    public String seconds(String engine) {
        return mean(engine, 2, EpochScores::timeToTargetS);
    }

    private List<EpochScores> of(String engine) {
        return cells.stream()
                .filter(cell -> cell.engine().equals(engine))
                .flatMap(cell -> Stream.ofNullable(cell.epochScores()))
                .toList();
    }

    private boolean ofOne(String engine) {
        return of(engine).size() == 1;
    }

    private String mean(String engine, int decimals, Function<EpochScores, @Nullable Number> figure) {
        List<EpochScores> own = of(engine);
        long missed = own.stream().filter(one -> !one.reached()).count();
        if (own.isEmpty()) {
            return ResultTables.NONE;
        }
        if (missed > 0) {
            return ofOne(engine) ? "not reached" : "missed by %d of %d".formatted(missed, own.size());
        }
        double mean = own.stream()
                .mapToDouble(one -> Objects.requireNonNull(figure.apply(one)).doubleValue())
                .average()
                .orElseThrow();
        return String.format(Locale.ROOT, "%,." + decimals + "f", mean);
    }
}
