package io.enginebench.analysis.verdict;

import io.enginebench.record.run.RunResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which engines are compared with which.
 *
 * @param engines ids, in the order asked for
 * @param reference the one that every other is compared with; null: each two are
 */
public record Opponents(List<String> engines, @Nullable String reference) {
    /** So many are compared each with each unless something else is asked for; with more, a reference keeps Holm's families small. */
    public static final int FEW = 3;

    public Opponents {
        engines = List.copyOf(engines);
    }

    /** Each two of some engines. */
    public static Opponents eachTwo(List<String> engines) {
        return new Opponents(engines, null);
    }

    /** Those of a result. */
    public static Opponents of(RunResult result) {
        return new Opponents(result.engineIds(), result.campaign().reference());
    }

    /** The pairs: the reference before another, or of two the one that was asked for first. */
    public List<Two> pairs() {
        if (reference != null) {
            return engines.stream()
                    .filter(engine -> !engine.equals(reference))
                    .map(engine -> new Two(reference, engine))
                    .toList();
        }
        List<Two> pairs = new ArrayList<>();
        for (int i = 0; i < engines.size(); i++) {
            for (String other : engines.subList(i + 1, engines.size())) {
                pairs.add(new Two(engines.get(i), other));
            }
        }
        return pairs;
    }

    /** Two engines; the same id twice in no case. */
    public record Two(String first, String second) {}
}
