package io.enginebench.data.declared;

import io.enginebench.record.array.Npy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows as they were read, before it is decided which are trained on. */
sealed interface Raw {
    /** (row, label): targets, or numbers that {@link Labels} knows the classes of. */
    Labelled labels();

    /** Some of the rows. */
    Raw at(int[] rows);

    /** How many rows there are. */
    default int count() {
        return labels().count();
    }

    /** Labels, and groups where rows have such, of which a record may not be an array. */
    final class Labelled {
        /** (row, label). */
        private final double[] values;
        /** How many labels a row has. */
        private final int width;
        /** (row): numbers from 0. */
        private final int @Nullable [] groups;

        Labelled(double[] values, int width, int @Nullable [] groups) {
            this.values = values;
            this.width = width;
            this.groups = groups;
        }

        /** One for each row. */
        Labelled(double[] values) {
            this(values, 1, null);
        }

        int width() {
            return width;
        }

        /** How many there are of what a draw takes or leaves whole: groups, or rows. */
        int units() {
            return groups == null ? count() : Groups.count(groups);
        }

        /** The number of the one that a row belongs to. */
        int unit(int row) {
            return groups == null ? row : groups[row];
        }

        @Nullable
        Npy groups() {
            return groups == null ? null : Npy.of(groups);
        }

        int count() {
            return values.length / width;
        }

        /** Of a row, its first. */
        double at(int row) {
            return values[row * width];
        }

        /** Of all rows, one row's behind the other's. */
        DoubleStream all() {
            return Arrays.stream(values);
        }

        /** Those of some rows, which are drawn already: without groups. */
        Labelled at(int[] rows) {
            return new Labelled(
                    Arrays.stream(rows)
                            .flatMap(row -> IntStream.range(row * width, (row + 1) * width))
                            .mapToDouble(i -> values[i])
                            .toArray(),
                    width,
                    null);
        }
    }

    /** Rows of numbers. */
    record Numbers(Npy x, Labelled labels) implements Raw {
        @Override
        public Numbers at(int[] rows) {
            return new Numbers(x.type() == Npy.Type.FLOAT32 ? Floats.at(x, rows) : x.at(rows), labels.at(rows));
        }
    }

    /** Rows of words. */
    record Words(List<List<String>> texts, Labelled labels) implements Raw {
        public Words {
            texts = List.copyOf(texts);
        }

        @Override
        public Words at(int[] rows) {
            return new Words(IntStream.of(rows).mapToObj(texts::get).toList(), labels.at(rows));
        }
    }
}
