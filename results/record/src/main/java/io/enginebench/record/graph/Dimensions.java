package io.enginebench.record.graph;

import io.enginebench.record.Check;
import java.util.List;
import java.util.stream.Stream;

/**
 * The length of each axis of an array whose leading axis may hold the rows of a batch of any size: the leading length −1 is the
 * size of the batch, −k is k times that (an array of a batch's k words each); every other length is a number. A scalar has no
 * axis.
 *
 * <p>In JSON a list of numbers.
 */
final class Dimensions {
    private Dimensions() {}

    /** The lengths, if they are as described. */
    static List<Long> checked(String name, List<Long> shape) {
        Check.that(
                shape.stream().skip(1).allMatch(length -> length >= 1) && (shape.isEmpty() || shape.get(0) != 0),
                "shape of " + name,
                "lengths of 1 or more, of which the leading one may be negative for a multiple of the batch",
                shape);
        return List.copyOf(shape);
    }

    /** The lengths for a batch of one row. */
    static List<Long> ofOneRow(List<Long> shape) {
        return Stream.concat(
                        shape.stream().limit(1).map(Math::abs), shape.stream().skip(1))
                .toList();
    }

    /** Elements of an array of such lengths, for a batch of one row. */
    static long elements(List<Long> shape) {
        return ofOneRow(shape).stream().reduce(1L, Math::multiplyExact);
    }
}
