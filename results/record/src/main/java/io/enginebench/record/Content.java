package io.enginebench.record;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes that need not be held in memory together. */
@FunctionalInterface
public interface Content {
    /** Writes all of them, and leaves the stream open. */
    void writeTo(OutputStream out) throws IOException;
}
