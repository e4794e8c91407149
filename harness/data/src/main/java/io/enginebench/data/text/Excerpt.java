package io.enginebench.data.text;

/** How a piece of an untrusted file is shown in a message: short, on one line and in ASCII. */
public final class Excerpt {
    private static final int LONGEST = 60;

    private Excerpt() {}

    /** The text, with what is not printable ASCII as {@code \}{@code uXXXX}, cut after 60 characters. */
    public static String of(CharSequence text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                shown.append("\\u%04x".formatted((int) c));
            } else {
                shown.append(c);
            }
        }
        if (text.length() > LONGEST) {
            shown.append("... (").append(text.length()).append(" characters)");
        }
        return shown.toString();
    }
}
