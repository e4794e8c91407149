package io.enginebench.analysis.pick;

import io.enginebench.record.Check;
import java.math.BigDecimal;

/**
 * A limit that an engine must keep.
 *
 * @param figure what is limited; its direction says on which side of the limit is well
 * @param limit finite, in the figure's unit
 */
public record Requirement(Figure figure, double limit) {
    public Requirement {
        Check.finite("limit of " + figure.text(), limit);
    }

    /** The limit in words: {@code recall Shirt >= 0.6}. */
    public String text() {
        return "%s %s %s%s"
                .formatted(
                        figure.text(),
                        figure.metric().higherIsBetter() ? ">=" : "<=",
                        BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString(),
                        figure.unit().isEmpty() ? "" : " " + figure.unit());
    }

    boolean keptBy(double value) {
        return figure.metric().reaches(value, limit);
    }
}
