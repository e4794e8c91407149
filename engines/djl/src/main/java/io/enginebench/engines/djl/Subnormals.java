package io.enginebench.engines.djl;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import org.jspecify.annotations.Nullable;

/**
 * While open, the thread that made it takes subnormal numbers for zero, if its process was started with {@code
 * -Denginebench.flush_subnormals=true}. Adam's moments of a weight whose gradient is 0 shrink until they are subnormal and stay
 * so, and some processors compute with such numbers in microcode.
 *
 * <p>By glibc's {@code fegetenv} and {@code fesetenv} on Linux. LLVM's OpenMP hands the mode on to its threads at each parallel
 * region, GNU's when it makes them. Java's own arithmetic on the thread is changed too, so it is to be open for a training alone.
 */
final class Subnormals implements AutoCloseable {
    private static final boolean FLUSHED = Boolean.getBoolean("enginebench.flush_subnormals");
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    /** Where the control register is in an {@code fenv_t}: MXCSR behind the x87 unit's 28 bytes, or FPCR. */
    private static final int CONTROL = ARM ? 0 : 28;
    /** MXCSR's flush-to-zero and denormals-are-zero, or FPCR's FZ. */
    private static final int FLUSH = ARM ? 1 << 24 : 1 << 15 | 1 << 6;
    /** More bytes than any {@code fenv_t} has. */
    private static final int ROOM = 64;

    private final @Nullable Memory before;

    Subnormals() {
        this(FLUSHED);
    }

    /** If asked to flush them, whatever the process was started with. */
    Subnormals(boolean flushed) {
        before = flushed ? environment() : null;
        if (flushed) {
            Memory changed = environment();
            changed.setInt(CONTROL, changed.getInt(CONTROL) | FLUSH);
            call("fesetenv", changed);
        }
    }

    private static Memory environment() {
        Memory environment = new Memory(ROOM);
        call("fegetenv", environment);
        return environment;
    }

    private static void call(String name, Memory environment) {
        int failed = Function.getFunction("libm.so.6", name).invokeInt(new Object[] {environment});
        if (failed != 0) {
            throw new IllegalStateException(name + " must succeed, got " + failed);
        }
    }

    @Override
    public void close() {
        if (before != null) {
            call("fesetenv", before);
        }
    }
}
