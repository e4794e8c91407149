package io.enginebench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Tells a full disk from other faults of input and output; Java has only the system's message for it. */
final class DiskFull {
    private DiskFull() {}

    static boolean is(Exception exception) {
        @Nullable Throwable fault = exception;
        while (fault != null) {
            String message = fault.getMessage();
            if ((fault instanceof IOException || fault instanceof UncheckedIOException)
                    && message != null
                    && (message.contains("No space left on device")
                            || message.contains("Disk quota exceeded")
                            || message.contains("not enough space"))) {
                return true;
            }
            fault = fault.getCause();
        }
        return false;
    }
}
