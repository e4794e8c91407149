package io.enginebench.data;

/**
 * Numbers as both Python's {@code float()} and {@link Double#parseDouble} read them, to the same value: an optional sign,
 * digits with an optional point, an optional exponent.
 *
 * <p>Java alone takes {@code 1d}, {@code 1f} and {@code 0x1p0}; Python alone takes {@code inf}, {@code infinity} in any case
 * and, in a pickle, {@code 1_0}. All of them are left out: no data set has a use for them.
 */
final class DecimalNumber {
    private DecimalNumber() {}

    /** Whether the ASCII text in {@code [from, to)} is such a number. */
    static boolean isAt(byte[] text, int from, int to) {
        int at = afterSign(text, from, to);
        int whole = afterDigits(text, at, to);
        int digits = whole - at;
        at = whole;
        if (at < to && text[at] == '.') {
            int fraction = afterDigits(text, at + 1, to);
            digits += fraction - at - 1;
            at = fraction;
        }
        if (digits == 0) {
            return false;
        }
        if (at < to && (text[at] == 'e' || text[at] == 'E')) {
            int exponent = afterSign(text, at + 1, to);
            at = afterDigits(text, exponent, to);
            if (at == exponent) {
                return false;
            }
        }
        return at == to;
    }

    /** Whether the ASCII text in {@code [from, to)} is an optional sign and digits. */
    static boolean isWholeAt(byte[] text, int from, int to) {
        int digits = afterSign(text, from, to);
        return digits < to && afterDigits(text, digits, to) == to;
    }

    private static int afterSign(byte[] text, int from, int to) {
        return from < to && (text[from] == '+' || text[from] == '-') ? from + 1 : from;
    }

    private static int afterDigits(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }
}
