package io.enginebench.report.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Things by what they have in common. */
public final class Grouped {
    private Grouped() {}

    /** In the order in which what they have in common first appears. */
    public static <K, T> Map<K, List<T>> by(Function<T, K> key, List<T> things) {
        return things.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
