package io.enginebench.analysis.verdict;

import io.enginebench.record.verdict.Conclusion;
import org.jspecify.annotations.Nullable;

/** What may be said of two engines. */
public sealed interface Verdict {
    /** The same without its figures. */
    Conclusion conclusion();

    /** The 90 % interval lies within the margin. */
    record Equivalent() implements Verdict {
        @Override
        public Conclusion conclusion() {
            return Conclusion.EQUIVALENT;
        }
    }

    /**
     * One engine is better.
     *
     * @param engine the better one
     * @param from the least that the 95 % interval allows, positive: a difference, or the part of the smaller score by which the
     *     larger one is larger
     * @param to the most; infinite where a failed run left the interval open
     */
    record Better(String engine, double from, double to) implements Verdict {
        @Override
        public Conclusion conclusion() {
            return Conclusion.BETTER;
        }
    }

    /**
     * Neither is shown.
     *
     * @param further what it would take; null where that cannot be said
     */
    record Inconclusive(@Nullable Further further) implements Verdict {
        @Override
        public Conclusion conclusion() {
            return Conclusion.INCONCLUSIVE;
        }
    }

    /**
     * How many more seeds or rounds a new campaign should have to decide, with a chance of 80 % if this one's estimate is the
     * truth. The spread, which one campaign knows badly, is taken at both ends of its 80 % interval.
     *
     * @param least with the least spread; null stands for more than 1000, as it does in the others
     * @param about with the spread that was seen
     * @param most with the most
     */
    record Further(
            @Nullable Integer least,
            @Nullable Integer about,
            @Nullable Integer most) {}

    /**
     * Most rounds of an engine had no steady speed, and which is taken for it may decide; more rounds would not change that.
     */
    record NotSteady() implements Verdict {
        @Override
        public Conclusion conclusion() {
            return Conclusion.INCONCLUSIVE;
        }
    }

    /** The runs are too few for any statement. */
    record NoInference(String reason) implements Verdict {
        @Override
        public Conclusion conclusion() {
            return Conclusion.NO_INFERENCE;
        }
    }

    /** Two or more runs of one engine failed. */
    record Invalid(String reason) implements Verdict {
        @Override
        public Conclusion conclusion() {
            return Conclusion.INVALID;
        }
    }
}
