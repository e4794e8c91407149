package io.enginebench.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is not as it must be, so that all of it is told at once. */
public final class Mistakes {
    private final List<String> lines = new ArrayList<>();

    /** What was found, one {@link Check#mistake} each. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Whether nothing was found. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Adds what somebody else found. */
    public void add(String line) {
        lines.add(line);
    }

    /** Adds a mistake unless {@code holds}, which is returned. */
    public boolean unless(boolean holds, String name, String rule, @Nullable Object got) {
        if (!holds) {
            lines.add(Check.mistake(name, rule, got));
        }
        return holds;
    }

    /** The number itself, checked, or what stands for none. */
    public int within(String name, @Nullable Integer value, int otherwise, int least, int most) {
        if (value == null) {
            return otherwise;
        }
        unless(value >= least && value <= most, name, least + ".." + most, value);
        return value;
    }

    /** Whether the name is one of those that are known. */
    public boolean oneOf(String name, List<String> known, String got) {
        return unless(known.contains(got), name, "one of " + String.join(", ", known), "'" + got + "'");
    }

    /** The names themselves, each checked, or what stands for none. */
    public List<String> known(String name, List<String> asked, List<String> known, List<String> otherwise) {
        asked.forEach(one -> oneOf(name, known, one));
        return asked.isEmpty() ? otherwise : asked;
    }

    /** The names themselves, each checked and no two the same, or what stands for none. */
    public List<String> chosen(String name, List<String> asked, List<String> known, List<String> otherwise) {
        unless(new HashSet<>(asked).size() == asked.size(), name + "s", "different", String.join(",", asked));
        return known(name, asked, known, otherwise);
    }
}
