package io.enginebench.report.text;

import java.util.List;
import java.util.Optional;

/**
 * A long list up to where nobody reads on, so that what is written does not grow with the cells.
 *
 * @param shown the first of them
 * @param all how many there are
 */
public record Cut<T>(List<T> shown, int all) {
    public Cut {
        shown = List.copyOf(shown);
    }

    /** A list up to so many. */
    public static <T> Cut<T> of(List<T> list, int most) {
        return new Cut<>(list.subList(0, Math.min(most, list.size())), list.size());
    }

    /** What is left out, in a sentence; empty if nothing is. */
    public Optional<String> said(String what) {
        return shown.size() == all
                ? Optional.empty()
                : Optional.of(Numbers.format(
                        "The first %,d of %,d %s; the others are in the result file.", shown.size(), all, what));
    }
}
