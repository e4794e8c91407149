package io.enginebench.analysis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.enginebench.record.Mistakes;
import io.enginebench.record.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what does not follow, each as {@code <where> must be <value> (<why>), got <value>}.
 *
 * @param where the part of the result that is looked at, before the name of each member; empty for all of it
 */
record Findings(Mistakes mistakes, String where) {
    /** The order in which a sum was taken may differ from one version to the next, by its last bits. */
    private static final double RELATIVE = 1e-9;

    Findings() {
        this(new Mistakes(), "");
    }

    List<String> lines() {
        return mistakes.lines();
    }

    /** The same collection, for a part of what this one looks at. */
    Findings at(String part) {
        return new Findings(mistakes, where + part);
    }

    /** Looks at each of some parts. */
    <T> void each(String list, List<T> parts, BiConsumer<Findings, T> check) {
        for (int i = 0; i < parts.size(); i++) {
            check.accept(at("%s[%d]".formatted(list, i)), parts.get(i));
        }
    }

    /** Whether it holds. */
    boolean unless(boolean holds, String part, String rule, @Nullable Object got) {
        return mistakes.unless(holds, where + part, rule, got);
    }

    /** Two values must be the same as JSON, fractions but for their last bits. What differs is named by its place in them. */
    void same(String part, @Nullable Object expected, String why, @Nullable Object got) {
        at(part).differences(Json.tree(expected), why, Json.tree(got));
    }

    private void differences(JsonNode expected, String why, JsonNode got) {
        if (expected.isObject() && got.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            got.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> at("." + name).differences(expected.path(name), why, got.path(name)));
        } else if (expected.isArray() && got.isArray()) {
            unless(
                    expected.size() == got.size(),
                    "",
                    "%d of them (%s)".formatted(expected.size(), why),
                    got.size() + " of them");
            for (int i = 0; i < Math.min(expected.size(), got.size()); i++) {
                at("[" + i + "]").differences(expected.get(i), why, got.get(i));
            }
        } else {
            unless(
                    alike(expected, got),
                    "",
                    "%s (%s)".formatted(Objects.requireNonNullElse(text(expected), "absent"), why),
                    text(got));
        }
    }

    private static boolean alike(JsonNode expected, JsonNode got) {
        if (!expected.isNumber() || !got.isNumber()) {
            return expected.equals(got);
        }
        if (expected.isIntegralNumber() && got.isIntegralNumber()) {
            return expected.asLong() == got.asLong();
        }
        double most = Math.max(Math.abs(expected.asDouble()), Math.abs(got.asDouble()));
        return Math.abs(expected.asDouble() - got.asDouble()) <= RELATIVE * most;
    }

    private static @Nullable String text(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        return node.isTextual() ? node.asText() : node.toString();
    }
}
