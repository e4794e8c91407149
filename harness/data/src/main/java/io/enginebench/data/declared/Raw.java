package io.enginebench.data.declared;

import io.enginebench.record.array.Npy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows as they were read, before it is decided which are trained on. */
sealed interface Raw {
    /** (row): targets, or numbers that {@link Labels} knows the classes of. */
    Labelled labels();

    /** Some of the rows. */
    Raw at(int[] rows);

    /** How many rows there are. */
    default int count() {
        return labels().count();
    }

    /** Labels, of which a record may not be an array. */
    final class Labelled {
        private final double[] values;

        Labelled(double[] values) {
            this.values = values;
        }

        int count() {
            return values.length;
        }

        double at(int row) {
            return values[row];
        }

        Labelled at(int[] rows) {
            return new Labelled(
                    Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
        }
    }

    /** Rows of numbers. */
    record Numbers(Npy x, Labelled labels) implements Raw {
        @Override
        public Numbers at(int[] rows) {
            return new Numbers(x.at(rows), labels.at(rows));
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
