package io.enginebench.engines.spi;

/** Rows on the device, in the form in which the networks of the session that loaded them take rows. */
public interface DeviceRows extends AutoCloseable {
    /** The number of rows. */
    int count();

    @Override
    void close();
}
