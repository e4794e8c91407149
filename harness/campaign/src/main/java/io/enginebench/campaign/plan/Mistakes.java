package io.enginebench.campaign.plan;

import io.enginebench.ground.BenchException.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong and goes on with something harmless, so that all of it is found. */
final class Mistakes {
    private final List<String> lines = new ArrayList<>();

    void unless(boolean holds, String name, String rule, Object got) {
        if (!holds) {
            lines.add("%s must be %s, got %s".formatted(name, rule, got));
        }
    }

    int within(String name, @Nullable Integer value, int otherwise, int least, int most) {
        if (value == null) {
            return otherwise;
        }
        unless(value >= least && value <= most, name, least + ".." + most, value);
        return value;
    }

    <T> T named(String name, @Nullable String value, T otherwise, Function<String, Optional<T>> find, String known) {
        if (value == null) {
            return otherwise;
        }
        Optional<T> found = find.apply(value);
        unless(found.isPresent(), name, "one of " + known, "'" + value + "'");
        return found.orElse(otherwise);
    }

    List<String> known(String name, List<String> asked, List<String> known, List<String> otherwise) {
        for (String one : asked) {
            unless(known.contains(one), name, "one of " + String.join(", ", known), "'" + one + "'");
        }
        return asked.isEmpty() ? otherwise : asked;
    }

    List<String> chosen(String name, List<String> asked, List<String> known) {
        return chosen(name, asked, known, known);
    }

    List<String> chosen(String name, List<String> asked, List<String> known, List<String> otherwise) {
        unless(new HashSet<>(asked).size() == asked.size(), name + "s", "different", String.join(",", asked));
        return known(name, asked, known, otherwise);
    }

    void throwAny() {
        if (!lines.isEmpty()) {
            throw new Usage(lines);
        }
    }
}
