package io.enginebench.engines.spi;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What libraries say where a GPU cannot be used, as a reason with the next step. All of them pass on CUDA's own words ({@code
 * cudaGetErrorString}), among names of files and advice of their own; those are looked for, and the dynamic linker's and PyTorch's where
 * CUDA is not reached.
 */
public enum GpuFault {
    NO_KERNEL(
            "no kernel image is available for execution on the device|device kernel image is invalid|CUDNN_STATUS_ARCH_MISMATCH",
            "architecture of the card must be one that these natives have kernels for",
            "another card, or natives of another CUDA"),
    OLD_DRIVER(
            "CUDA driver version is insufficient for CUDA runtime version|NVIDIA driver on your system is too old"
                    + "|provided PTX was compiled with an unsupported toolchain",
            "driver must be as new as the CUDA of these natives",
            "a newer driver, or natives of an older CUDA"),
    TWO_DRIVERS(
            "system has unsupported display driver / cuda driver combination"
                    + "|forward compatibility was attempted on non supported HW",
            "driver in the kernel and its libraries must be of one version",
            "restart the machine after an update of the driver, or mend LD_LIBRARY_PATH"),
    NO_CARD(
            "no CUDA-capable device is detected|Found no NVIDIA driver on your system|CUDA driver is a stub library",
            "GPU must be there, with a driver",
            "nvidia-smi shows the cards, and CUDA_VISIBLE_DEVICES those that may be used"),
    NO_SUCH_CARD("invalid device ordinal", "number of the GPU must be that of a card", "nvidia-smi shows the cards"),
    BUSY(
            "CUDA-capable device\\(s\\) is/are busy or unavailable",
            "card must be free for another process",
            "nvidia-smi shows who holds it"),
    FULL(
            "CUDA out of memory|CUDA error: out of memory|CUDA failure 2: out of memory|CUDA_ERROR_OUT_OF_MEMORY",
            "memory of the card must be free",
            "nvidia-smi shows who holds it"),
    NO_CUDA(
            "lib(?:cu|nv)[A-Za-z0-9_]+\\.so[.0-9]*: cannot open shared object file",
            "libraries of CUDA and cuDNN must be on the machine",
            "install them, and name their folder in LD_LIBRARY_PATH");

    private final Pattern words;
    private final String rule;
    private final String next;

    GpuFault(String words, String rule, String next) {
        this.words = Pattern.compile(words);
        this.rule = rule;
        this.next = next;
    }

    /** What some words of a library tell of; empty where it is nothing known. */
    static Optional<GpuFault> of(String said) {
        return Arrays.stream(values())
                .filter(fault -> fault.words.matcher(said).find())
                .findFirst();
    }

    /** The same as a reason of one line. */
    public static Optional<String> reason(String said) {
        return of(said).map(fault -> {
            Matcher found = fault.words.matcher(said);
            return "%s, got: %s; next: %s".formatted(fault.rule, found.find() ? found.group() : said, fault.next);
        });
    }

    /** The same for what was thrown, or what it was caused by. */
    static Optional<String> reason(Throwable thrown) {
        Optional<String> reason = reason(String.valueOf(thrown.getMessage()));
        return reason.isPresent() || thrown.getCause() == null ? reason : reason(thrown.getCause());
    }

    /**
     * Does something on a GPU.
     *
     * @throws UnsupportedException with the reason, where it is known why the GPU cannot be used
     */
    public static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (UnsupportedException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            Optional<String> reason = reason(e);
            if (reason.isPresent()) {
                // Without its cause, of which who reports a fault would tell the words a second time.
                throw new UnsupportedException(reason.get());
            }
            throw e;
        }
    }
}
