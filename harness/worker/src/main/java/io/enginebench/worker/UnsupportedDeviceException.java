package io.enginebench.worker;

/** The device that was asked for cannot be used by this engine on this machine; the message says why. */
final class UnsupportedDeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedDeviceException(String reason) {
        super(reason);
    }
}
