package io.enginebench.engines.spi;

/** What was asked for cannot be done by this engine on this machine: use a device, run a network. The message says why. */
public final class UnsupportedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a rule and what breaks it. */
    public UnsupportedException(String reason) {
        super(reason);
    }
}
