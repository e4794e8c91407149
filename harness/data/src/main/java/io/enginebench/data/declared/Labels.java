package io.enginebench.data.declared;

import io.enginebench.data.text.DecimalNumber;
import io.enginebench.data.text.Excerpt;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.Npy;
import io.enginebench.record.task.TaskKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the labels of rows are called: classes, in the task's order or, where it has none, sorted; or numbers, of a regression and of rows that may
 * have several classes.
 */
final class Labels {
    /** More than any network here is for; a column of measurements has more. */
    static final int MOST_CLASSES = 1000;

    private final TaskKind kind;
    private final List<String> given;
    private final Map<String, Integer> seen = new HashMap<>();
    /** Of arrays, which have numbers for classes; -1 while there are none. */
    private int highest = -1;

    /**
     * Of nothing yet.
     *
     * @param given the task's classes; empty if the rows tell them
     */
    Labels(TaskKind kind, List<String> given) {
        this.kind = kind;
        this.given = given;
        given.forEach(name -> seen.put(name, seen.size()));
    }

    /**
     * What stands for a row's label until all are known.
     *
     * @param where for messages
     * @throws BadInput if it is no class of the task, or no number
     */
    double of(String text, Supplier<String> where) {
        if (kind != TaskKind.CLASSIFICATION) {
            return Tables.number(text, where);
        }
        if (text.isEmpty()) {
            throw new BadInput(where.get() + " must be a class, got ''");
        }
        Integer known = seen.get(text);
        if (known == null) {
            if (!given.isEmpty()) {
                throw new BadInput("%s must be one of %s, got '%s'"
                        .formatted(where.get(), Excerpt.of(String.join(", ", given)), Excerpt.of(text)));
            }
            if (seen.size() == MOST_CLASSES) {
                throw new BadInput("%s must be one of at most %d classes, got another; next: \"kind\": \"regression\""
                        .formatted(where.get(), MOST_CLASSES));
            }
            known = seen.size();
            seen.put(text, known);
        }
        return known;
    }

    /** Whether a row may have several. */
    boolean several() {
        return kind != TaskKind.CLASSIFICATION;
    }

    /**
     * Labels of an array, which are class numbers from 0 or targets, or 1 and 0 for each class; whether they fit the task is looked at with everything
     * else.
     *
     * @param width of a row
     */
    double[] ofArray(double[] values, int width, String where) {
        if (kind == TaskKind.MULTI_LABEL && given.isEmpty()) {
            highest = width - 1;
        }
        for (double value : values) {
            if (kind == TaskKind.CLASSIFICATION && given.isEmpty()) {
                if (value != Math.rint(value) || value < 0 || value >= MOST_CLASSES) {
                    throw new BadInput("%s must be class numbers 0..%d, got %s; next: \"kind\": \"regression\""
                            .formatted(where, MOST_CLASSES - 1, value));
                }
                highest = Math.max(highest, (int) value);
            }
        }
        return values;
    }

    /** The names, in the order of the labels; none of a regression. */
    List<String> classes() {
        if (kind == TaskKind.REGRESSION) {
            return List.of();
        }
        if (!given.isEmpty()) {
            return given;
        }
        return highest < 0
                ? sorted(seen.keySet())
                : IntStream.rangeClosed(0, highest).mapToObj(String::valueOf).toList();
    }

    /** The labels as a task has them. */
    Npy of(Raw.Labelled labels) {
        int rows = labels.count();
        if (several()) {
            float[] targets = new float[rows * labels.width()];
            double[] all = labels.all().toArray();
            for (int i = 0; i < targets.length; i++) {
                targets[i] = (float) all[i];
            }
            return Npy.of(labels.width() == 1 ? List.of(rows) : List.of(rows, labels.width()), targets);
        }
        int @Nullable [] order = given.isEmpty() && highest < 0 ? order() : null;
        return Npy.of(IntStream.range(0, rows)
                .map(i -> order == null ? whole(labels.at(i)) : order[(int) labels.at(i)])
                .toArray());
    }

    /** Where what was seen first, second, … is among the sorted. */
    private int[] order() {
        List<String> classes = classes();
        int[] order = new int[classes.size()];
        for (int i = 0; i < order.length; i++) {
            order[seen.getOrDefault(classes.get(i), 0)] = i;
        }
        return order;
    }

    /** What is no whole number is no class either. */
    private static int whole(double label) {
        return label == Math.rint(label) && Math.abs(label) <= Integer.MAX_VALUE ? (int) label : -1;
    }

    /** Numbers by size, if all are numbers; else by the characters' codes. */
    static List<String> sorted(Collection<String> names) {
        if (names.stream().allMatch(DecimalNumber::matches)) {
            List<String> numbers = new ArrayList<>(names);
            numbers.sort(Comparator.comparingDouble(Double::parseDouble).thenComparing(Comparator.naturalOrder()));
            return List.copyOf(numbers);
        }
        return List.copyOf(new TreeSet<>(names));
    }
}
