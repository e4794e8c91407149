package io.enginebench.data.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a pickle in the course of being read: the stack, its marks and the memo, each bounded, as is the memory that
 * all of them take together.
 */
final class PickleStack {
    /** The bytes of memory, by estimate and with the file, beyond which a file is refused. */
    private static final long MOST_MEMORY = 208L << 20;

    private static final int MOST_MARKS = 64;
    private static final int MOST_WAITING = 1 << 18;
    private static final int MOST_MEMO = 1 << 19;

    /** What a reference takes on the 64-bit JVM with compressed references, list growth included, rounded up. */
    static final int SLOT_BYTES = 12;

    private static final int MEMO_BYTES = 64;

    private final PickleInput in;
    private final List<@Nullable Object> values = new ArrayList<>();
    /** How many values were there when each mark was set, the last mark first. */
    private final Deque<Integer> marks = new ArrayDeque<>();

    private final Map<Integer, @Nullable Object> memo = new HashMap<>();
    private long spent;

    PickleStack(PickleInput in) {
        this.in = in;
        this.spent = in.remaining();
    }

    /** Refuses the file if so many bytes more would be too much. */
    void spend(long bytes) {
        room(bytes);
        spent += bytes;
    }

    /** As {@link #spend}, for what is given back at once. */
    void room(long bytes) {
        if (spent + bytes > MOST_MEMORY) {
            throw in.bad("take at most " + (MOST_MEMORY >> 20) + " MiB of memory", "more");
        }
    }

    /** Refuses a stack that has grown too high. */
    void checkHeight() {
        if (values.size() > MOST_WAITING) {
            throw in.bad("have at most " + MOST_WAITING + " values on the stack", "more");
        }
    }

    /** Adds a value that takes so many bytes, its place on the stack aside. */
    void push(@Nullable Object value, long bytes) {
        spend(SLOT_BYTES + bytes);
        values.add(value);
    }

    @Nullable
    Object peek() {
        if (values.size() <= (marks.isEmpty() ? 0 : marks.element())) {
            throw in.bad("be a well-formed pickle", "an opcode without its operands");
        }
        return values.get(values.size() - 1);
    }

    @Nullable
    Object pop() {
        Object value = peek();
        values.remove(values.size() - 1);
        return value;
    }

    /** The last values, which are popped, in the order in which they were pushed. */
    List<@Nullable Object> pop(int count) {
        @Nullable Object[] items = new @Nullable Object[count];
        for (int i = count - 1; i >= 0; i--) {
            items[i] = pop();
        }
        return Arrays.asList(items);
    }

    void mark() {
        if (marks.size() == MOST_MARKS) {
            throw in.bad("have at most " + MOST_MARKS + " open marks", "more");
        }
        spend(SLOT_BYTES);
        marks.push(values.size());
    }

    /** The values above the last mark, which are popped with it. */
    List<@Nullable Object> popToMark() {
        if (marks.isEmpty()) {
            throw in.bad("be a well-formed pickle", "an opcode without its mark");
        }
        List<@Nullable Object> above = values.subList(marks.pop(), values.size());
        List<@Nullable Object> items = new ArrayList<>(above);
        above.clear();
        return items;
    }

    /** The only value, at the end. */
    @Nullable
    Object last() {
        if (values.size() != 1 || !marks.isEmpty()) {
            throw in.bad("leave one value at its STOP", "a stack of " + (values.size() + marks.size()));
        }
        return values.get(0);
    }

    /** Keeps the topmost value under the next free key. */
    void memorize() {
        memorize(memo.size());
    }

    /** Keeps the topmost value under a key. */
    void memorize(int key) {
        Object value = peek();
        if (memo.size() >= MOST_MEMO) {
            throw in.bad("put at most " + MOST_MEMO + " values into its memo", "more");
        }
        spend(MEMO_BYTES);
        memo.put(key, value);
    }

    /** Pushes what was kept under a key. */
    void recall(int key) {
        if (!memo.containsKey(key)) {
            throw in.bad("take only out of its memo what it put there", "key " + (key & 0xffff_ffffL));
        }
        push(memo.get(key), 0);
    }
}
