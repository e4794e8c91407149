package io.enginebench.data.text;

import java.util.regex.Pattern;

/**
 * Numbers as both Python's {@code float()} and {@link Double#parseDouble} read them, to the same value: an optional sign,
 * digits with an optional point, an optional exponent.
 *
 * <p>Java alone takes {@code 1d}, {@code 1f} and {@code 0x1p0}; Python alone takes {@code inf}, {@code infinity} in any case
 * and, in a pickle, {@code 1_0}. All of them are left out: no data set has a use for them.
 */
public final class DecimalNumber {
    /** Possessive, so that no text takes more than linear time. */
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

    private DecimalNumber() {}

    /** Whether the whole text is such a number. */
    public static boolean matches(CharSequence text) {
        return DECIMAL.matcher(text).matches();
    }
}
