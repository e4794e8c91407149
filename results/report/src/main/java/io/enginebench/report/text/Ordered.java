package io.enginebench.report.text;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Names in one order wherever they stand. */
public final class Ordered {
    private Ordered() {}

    /** Some names, each once, in the order of a list; those that it has not stand last. */
    public static List<String> by(List<String> order, Collection<String> some) {
        return Stream.concat(order.stream().filter(some::contains), some.stream())
                .distinct()
                .toList();
    }
}
