package io.enginebench.analysis.verdict;

import io.enginebench.record.Check;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.verdict.ComparisonScope;
import org.jspecify.annotations.Nullable;

/**
 * What is compared, in words: labels of a comparison that no figure depends on but by the choice of its family.
 *
 * @param division of both engines
 * @param first the engine whose score comes first in each pair
 * @param second the other; the same id in a control that compares an engine with itself
 * @param scope what narrows it further, such as a class or a batch size
 */
public record Subject(
        String task,
        String model,
        Protocol protocol,
        Division division,
        String first,
        String second,
        @Nullable ComparisonScope scope) {
    public Subject {
        Check.id("first engine", first);
        Check.id("second engine", second);
    }

    /** The same of one class. */
    public Subject ofClass(String name) {
        return new Subject(task, model, protocol, division, first, second, ComparisonScope.ofClass(name));
    }
}
