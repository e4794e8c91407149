package io.enginebench.data.formats;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Words by the numbers that a network knows them by: 0 is no word, 1 is any that is not in here. */
public final class Vocabulary {
    /** No word. */
    public static final int NONE = 0;
    /** A word that is not known. */
    public static final int UNKNOWN = 1;

    private static final int FIRST = 2;

    private final Map<String, Integer> ids = new HashMap<>();

    /**
     * The words that most texts have; of as many the alphabetically first.
     *
     * @param texts those that are trained on: what only a test row has must not be known
     * @param size how many ids there are at most
     */
    public Vocabulary(List<List<String>> texts, int size) {
        Map<String, Integer> counts = new HashMap<>();
        for (List<String> text : texts) {
            for (String word : new LinkedHashSet<>(text)) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Integer> one) -> -one.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(Math.max(0, size - FIRST))
                .forEach(one -> ids.put(one.getKey(), FIRST + ids.size()));
    }

    /**
     * A text's first words as ids.
     *
     * @param length of the row; a shorter text has {@link #NONE} before it
     */
    public int[] row(List<String> text, int length) {
        int[] row = new int[length];
        int words = Math.min(length, text.size());
        for (int i = 0; i < words; i++) {
            row[length - words + i] = ids.getOrDefault(text.get(i), UNKNOWN);
        }
        return row;
    }
}
