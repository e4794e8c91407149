package io.enginebench.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Python list or tuple that knows how deep it is, so that no reader has to walk down to find out. */
final class PickledSequence {
    private final boolean list;
    private final ArrayList<@Nullable Object> items;
    private int height = 1;
    private boolean enclosed;

    private PickledSequence(boolean list, int capacity) {
        this.list = list;
        this.items = new ArrayList<>(capacity);
    }

    static PickledSequence list() {
        return new PickledSequence(true, 0);
    }

    static PickledSequence tuple(int capacity) {
        return new PickledSequence(false, capacity);
    }

    /** Adds an item, which, if it is a sequence, may not change any more. */
    void add(@Nullable Object item) {
        if (item instanceof PickledSequence sequence) {
            sequence.enclosed = true;
            height = Math.max(height, sequence.height + 1);
        }
        items.add(item);
    }

    boolean isList() {
        return list;
    }

    /** Whether it is an item of a sequence. */
    boolean enclosed() {
        return enclosed;
    }

    /** 1 if no item is a sequence. */
    int height() {
        return height;
    }

    int size() {
        return items.size();
    }

    @Nullable
    Object at(int index) {
        return items.get(index);
    }

    List<@Nullable Object> items() {
        return items;
    }
}
