package io.enginebench.record.task;

import io.enginebench.record.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A choice as it is typed: its name, and behind a colon what is not usual of it: {@code adamw}, {@code sgd:momentum=0.9,nesterov=true}, {@code
 * huber:delta=0.5}.
 *
 * @param values as typed, by the member
 */
record Typed(String name, Map<String, String> values) {
    /**
     * Reads it.
     *
     * @param what is chosen
     * @param members that a name may have behind its colon
     * @throws IllegalArgumentException if there is none like it, with a line that says what it must be
     */
    static Typed read(String what, String typed, List<String> names, Function<String, List<String>> members) {
        int colon = typed.indexOf(':');
        String name = colon < 0 ? typed : typed.substring(0, colon);
        Check.that(names.contains(name), what, "one of " + String.join(", ", names), "'" + name + "'");
        List<String> known = members.apply(name);
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : colon < 0
                ? List.<String>of()
                : List.of(typed.substring(colon + 1).split(",", -1))) {
            int equals = part.indexOf('=');
            String member = equals < 0 ? part : part.substring(0, equals);
            Check.that(
                    equals > 0 && known.contains(member),
                    what + " behind its colon",
                    known.isEmpty()
                            ? "nothing for " + name
                            : "MEMBER=VALUE with a member of " + String.join(", ", known),
                    "'" + part + "'");
            Check.that(values.put(member, part.substring(equals + 1)) == null, member, "given once", part);
        }
        return new Typed(name, values);
    }

    @Nullable
    Boolean flag(String member) {
        return value(member, "true or false", typed -> {
            if (!typed.equals("true") && !typed.equals("false")) {
                throw new IllegalArgumentException();
            }
            return Boolean.valueOf(typed);
        });
    }

    @Nullable
    Double number(String member) {
        return value(member, "a number", Double::valueOf);
    }

    @Nullable
    Integer whole(String member) {
        return value(member, "a whole number", Integer::valueOf);
    }

    private <T> @Nullable T value(String member, String rule, Function<String, T> reader) {
        String typed = values.get(member);
        try {
            return typed == null ? null : reader.apply(typed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Check.mistake(member, rule, "'" + typed + "'"), e);
        }
    }
}
