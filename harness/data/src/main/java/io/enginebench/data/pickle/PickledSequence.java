package io.enginebench.data.pickle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Python list or tuple that knows how deep it is, so that no reader has to walk down to find out. */
public final class PickledSequence implements PickledItems {
    private final boolean list;
    private final ArrayList<@Nullable Object> items;
    private int height = 1;
    private boolean enclosed;

    PickledSequence(boolean list, int capacity) {
        this.list = list;
        this.items = new ArrayList<>(capacity);
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

    List<@Nullable Object> items() {
        return items;
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable Object at(int index) {
        return items.get(index);
    }

    @Override
    public boolean fits(int... lengths) {
        return items.size() == lengths[0];
    }

    @Override
    public String toString() {
        return "a " + (list ? "list" : "tuple") + " of " + size();
    }
}
