package io.enginebench.data.pickle;

import org.jspecify.annotations.Nullable;

/** A list, a tuple, or an array as the sequence of what lies along its first axis. */
public sealed interface PickledItems permits PickledSequence, PickledArray {
    /** How many items there are. */
    int size();

    /** An item; of an array with one axis a Double, of one with more an array. */
    @Nullable
    Object at(int index);

    /** Whether there are that many items, and in an array that many of each further axis and no other axis. */
    boolean fits(int... lengths);
}
