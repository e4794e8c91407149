package io.enginebench.record.json;

import java.io.IOException;

/** A JSON text that cannot be read as the value it should hold; the message names the place and the rule. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    /** A text that is not what it should hold, for a reason that the message names. */
    public MalformedJsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
