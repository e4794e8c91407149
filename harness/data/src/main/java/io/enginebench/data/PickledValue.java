package io.enginebench.data;

import org.jspecify.annotations.Nullable;

/** How a value out of a pickle is shown in a message. */
final class PickledValue {
    private PickledValue() {}

    /** The number itself, or what kind of thing it is and how large. */
    static String describe(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof Number) {
            return value.toString();
        }
        if (value instanceof String text) {
            return "the string '" + Excerpt.of(text) + "'";
        }
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        if (value instanceof PickledSequence sequence) {
            return "a " + (sequence.isList() ? "list" : "tuple") + " of " + sequence.size();
        }
        if (value instanceof PickledArray array) {
            return array.isSet() ? "an array of shape " + array.shape() : "an array without content";
        }
        return "a function or type";
    }
}
