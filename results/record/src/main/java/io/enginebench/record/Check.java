package io.enginebench.record;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that many values share, each failing with {@code <name> must be <rule>, got <value>}. */
public final class Check {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");

    private Check() {}

    /** Fails with an {@link IllegalArgumentException} unless {@code holds}. */
    public static void that(boolean holds, String name, String rule, @Nullable Object got) {
        if (!holds) {
            throw new IllegalArgumentException(mistake(name, rule, got));
        }
    }

    /** What is said of anything that is not as it must be. */
    public static String mistake(String name, String rule, @Nullable Object got) {
        return "%s must be %s, got %s".formatted(name, rule, Objects.requireNonNullElse(got, "none"));
    }

    /**
     * The id itself, if it is safe as a file name on every system: {@code [a-z0-9._-]}, 1 to 80 characters, starting
     * with a letter or digit, without {@code ..}.
     */
    public static String id(String name, String id) {
        that(isId(id), name, "1 to 80 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit", "'" + id + "'");
        return id;
    }

    /** Whether {@link #id} would accept the text. */
    public static boolean isId(String id) {
        return ID.matcher(id).matches() && !id.contains("..");
    }

    /** The number itself, if it is finite. */
    public static double finite(String name, double value) {
        that(Double.isFinite(value), name, "a finite number", value);
        return value;
    }
}
