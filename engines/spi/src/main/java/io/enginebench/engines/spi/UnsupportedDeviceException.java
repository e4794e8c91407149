package io.enginebench.engines.spi;

/** The device that was asked for cannot be used by this engine on this machine; the message says why. */
public final class UnsupportedDeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedDeviceException(String reason) {
        super(reason);
    }
}
