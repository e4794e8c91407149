package io.enginebench.engines.djl;

/** An optimiser with its state: what changes parameters by their gradients. */
public interface ParameterUpdate extends AutoCloseable {
    /**
     * Changes every parameter by its gradient, as the last backward pass left it. The next backward pass starts from
     * gradients of zero.
     */
    void step();

    /** How it does so, for whoever compares engines; a line. */
    default String name() {
        return "the engine's own";
    }

    @Override
    default void close() {}
}
