package io.enginebench.data.declared;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** What keeps rows together in a draw: for each row the number of its group, from 0 in the order in which groups appear. */
final class Groups {
    private final Map<String, Integer> seen = new HashMap<>();
    private final IntStream.Builder numbers = IntStream.builder();

    /** Adds a row of a group. */
    void add(String name) {
        Integer known = seen.putIfAbsent(name, seen.size());
        numbers.add(known == null ? seen.size() - 1 : known);
    }

    /** (row). Nothing is added afterwards. */
    int[] take() {
        return numbers.build().toArray();
    }

    /** How many groups there are. */
    static int count(int[] numbers) {
        return Arrays.stream(numbers).max().orElse(-1) + 1;
    }
}
