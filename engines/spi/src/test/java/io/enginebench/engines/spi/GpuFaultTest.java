package io.enginebench.engines.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With what people with such cards have reported, for no machine of ours has one. */
class GpuFaultTest {
    private static final String NO_KERNEL = "architecture of the card must be one that these natives have kernels for,"
            + " got: no kernel image is available for execution on the device;"
            + " next: another card, or natives of another CUDA";

    /** PyTorch's comes with two lines of advice, ONNX Runtime's with the node, TensorFlow's with its own code. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "CUDA error: no kernel image is available for execution on the device\\nCUDA kernel errors might be"
                        + " asynchronously reported at some other API call, so the stacktrace below might be incorrect.\\n"
                        + "For debugging consider passing CUDA_LAUNCH_BLOCKING=1"
                        + " | NO_KERNEL",
                "Non-zero status code returned while running Gemm node. Name:'gemm' Status Message: CUDA error"
                        + " cudaErrorNoKernelImageForDevice:no kernel image is available for execution on the device"
                        + " | NO_KERNEL",
                "Failed to load in-memory CUBIN (compiled for a different GPU?).: CUDA_ERROR_NO_BINARY_FOR_GPU: no kernel"
                        + " image is available for execution on the device | NO_KERNEL",
                "/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:114 CUDA failure 35: CUDA driver version is"
                        + " insufficient for CUDA runtime version ; GPU=-1 ; hostname=c4327188c000000 ;"
                        + " file=cuda_execution_provider.cc ; line=336 ; expr=cudaSetDevice(info_.device_id); | OLD_DRIVER",
                "The NVIDIA driver on your system is too old (found version 11040). Please update your GPU driver by"
                        + " downloading and installing a new version | OLD_DRIVER",
                "CUDA error: the provided PTX was compiled with an unsupported toolchain. | OLD_DRIVER",
                "failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected | NO_CARD",
                "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU | NO_CARD",
                "CUDA error: invalid device ordinal | NO_SUCH_CARD",
                "CUDA failure 46: CUDA-capable device(s) is/are busy or unavailable ; GPU=0 | BUSY",
                "CUDA error: system has unsupported display driver / cuda driver combination | TWO_DRIVERS",
                "CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 7.79 GiB | FULL",
                "[ONNXRuntimeError] : 1 : FAIL : Failed to load library libonnxruntime_providers_cuda.so with error:"
                        + " libcublasLt.so.12: cannot open shared object file: No such file or directory | NO_CUDA",
                "libcudnn.so.9: cannot open shared object file: No such file or directory | NO_CUDA",
            })
    void wordsOfEachLibraryAreKnown(String said, GpuFault meant) {
        assertEquals(Optional.of(meant), GpuFault.of(said.replace("\\n", "\n")));
    }

    @Test
    void reasonIsOneLineWithTheWordsAndTheNextStep() {
        assertEquals(
                Optional.of(NO_KERNEL),
                GpuFault.reason("CUDA error: no kernel image is available for execution on the device\nCompile with"));
    }

    @Test
    void otherFaultsAreTheEngines() {
        assertEquals(Optional.empty(), GpuFault.reason("mat1 and mat2 shapes cannot be multiplied (1x2 and 3x4)"));
        assertEquals(
                Optional.empty(),
                GpuFault.reason("libgomp.so.1: cannot open shared object file: No such file or directory"));
        IllegalStateException other = new IllegalStateException("x", new IllegalArgumentException());
        assertSame(
                other,
                assertThrows(
                        IllegalStateException.class,
                        () -> GpuFault.refusing(() -> {
                            throw other;
                        })));
    }

    @Test
    void whatCausedAFaultIsLookedAtToo() {
        RuntimeException outer = new IllegalStateException(
                "could not load",
                new UnsatisfiedLinkError("libcudart.so.12: cannot open shared object file: No such file or directory"));
        assertEquals(
                "libraries of CUDA and cuDNN must be on the machine, got: libcudart.so.12: cannot open shared object file;"
                        + " next: install them, and name their folder in LD_LIBRARY_PATH",
                assertThrows(
                                UnsupportedException.class,
                                () -> GpuFault.refusing(() -> {
                                    throw outer;
                                }))
                        .getMessage());
    }

    @Test
    void refusalOfAnEnginesOwnStaysAsItIs() {
        UnsupportedException own = new UnsupportedException("gpu number must be below 1, got 3");
        assertSame(
                own,
                assertThrows(
                        UnsupportedException.class,
                        () -> GpuFault.refusing(() -> {
                            throw own;
                        })));
        assertEquals("done", GpuFault.refusing(() -> "done"));
    }
}
