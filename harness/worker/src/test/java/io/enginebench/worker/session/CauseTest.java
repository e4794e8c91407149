package io.enginebench.worker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CauseTest {
    /** As DJL does it in a cache that is full, or on a file system without programs. */
    @Test
    void whatCouldNotBeDoneIsSaidWithItsInnermostReason() {
        Throwable why = new UnsatisfiedLinkError("libc10.so: failed to map segment from shared object");
        assertEquals(
                "the library cannot be loaded: libc10.so: failed to map segment from shared object",
                Cause.of(new IllegalStateException(
                        "the library cannot be loaded\nat line 1", new ExceptionInInitializerError(why))));
    }

    @Test
    void reasonThatIsSaidAlreadyIsNotRepeated() {
        IOException full = new IOException("No space left on device");
        assertEquals("No space left on device", Cause.of(full));
        assertEquals("java.io.IOException: No space left on device", Cause.of(new IllegalStateException(full)));
        assertEquals("java.lang.StackOverflowError", Cause.of(new StackOverflowError()));
    }

    @Test
    void suppressedFaultIsTheReasonWhereThereIsNoCause() {
        RuntimeException outer = new IllegalStateException("a window failed");
        outer.addSuppressed(new ArithmeticException("no number"));
        assertEquals("no number", Cause.innermost(outer));
    }
}
