package io.enginebench.models;

import ai.djl.nn.Block;
import io.enginebench.record.Check;
import io.enginebench.record.graph.RowInput;
import java.util.Objects;

/**
 * A network by its name.
 *
 * @param name what {@code --models} and tasks call it: letters, digits, dots and hyphens
 * @param inputs which rows it takes
 * @param definition makes it
 */
public record Network(String name, Inputs inputs, Definition definition) {
    public Network {
        Check.id("network", name);
        Objects.requireNonNull(inputs, "inputs of network " + name);
        Objects.requireNonNull(definition, "definition of network " + name);
    }

    /** Makes a network. */
    @FunctionalInterface
    public interface Definition {
        /**
         * A new, uninitialised block; never the same one twice. It takes (batch, …) with the lengths of {@code row}, 32-bit floats or 64-bit
         * token ids, and gives (batch, outputs): a logit of each class, not their softmax, or the number of a regression. Initialisers are
         * enginebench's (Glorot-uniform weights, biases of zero); what is drawn in training, as by dropout, is a {@code Dropout} block and
         * not a lambda, so that it can be switched off where engines are compared step by step.
         *
         * @param row one row of its input, which {@link Network#inputs} takes
         * @param outputs length of the output of one row
         */
        Block of(RowInput row, int outputs);
    }

    /**
     * Makes it for such rows.
     *
     * @throws IllegalArgumentException if it does not take them
     */
    Block create(RowInput row, int outputs) {
        if (!inputs.take(row)) {
            throw new IllegalArgumentException("input of %s must be %s, got %s of shape %s"
                    .formatted(name, inputs.words(), row.text() ? "token ids" : "numbers", row.shape()));
        }
        return Objects.requireNonNull(definition.of(row, outputs), "block of network " + name);
    }
}
