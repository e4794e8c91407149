package io.enginebench.analysis.verdict;

import io.enginebench.record.verdict.Comparison;
import java.util.List;

/**
 * The place of an engine among some, as far as verdicts tell: 1 and one more for each other that is called better than it, at the best; at the
 * worst, behind all that it is not itself called better than.
 *
 * <p>Verdicts are of two engines each and need not make one row: one may be told apart from the last and not from the first. So a place is a
 * range, engines that are not told apart share places, and one is before another for sure only where its worst place is above the other's best.
 */
public record Place(int best, int worst) {
    /**
     * An engine's place.
     *
     * @param all the engines, itself included
     * @param comparisons of one figure
     */
    public static Place of(String engine, List<String> all, List<Comparison> comparisons) {
        int before = 0;
        int behind = 0;
        for (String other : all) {
            before += better(other, engine, comparisons) ? 1 : 0;
            behind += better(engine, other, comparisons) ? 1 : 0;
        }
        return new Place(1 + before, all.size() - behind);
    }

    private static boolean better(String one, String other, List<Comparison> comparisons) {
        return !one.equals(other)
                && comparisons.stream()
                        .anyMatch(each ->
                                one.equals(each.better()) && each.engines().contains(other));
    }

    @Override
    public String toString() {
        return best == worst ? Integer.toString(best) : best + ".." + worst;
    }
}
