package io.enginebench.data.pickle;

import io.enginebench.data.text.Excerpt;
import org.jspecify.annotations.Nullable;

/** How a value out of a pickle is shown in a message. */
public final class PickledValue {
    private PickledValue() {}

    /** The number itself, or what kind of thing it is and how large. */
    public static String describe(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof String text) {
            return "the string '" + Excerpt.of(text) + "'";
        }
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        return value instanceof Number || value instanceof PickledItems ? value.toString() : "a function or type";
    }
}
