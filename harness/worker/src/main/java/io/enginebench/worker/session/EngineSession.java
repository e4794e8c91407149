package io.enginebench.worker.session;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.enginebench.engines.spi.EngineAdapter;
import io.enginebench.record.engine.EngineSelfDescription;
import java.io.IOException;
import java.util.List;

/**
 * The one started engine of this process with its device.
 *
 * @param startMillis from the first call of DJL until an array had been made and read back
 */
public record EngineSession(EngineAdapter adapter, Engine engine, Device device, double startMillis) {
    /** The flags that are asked for one by one, because DJL has no common way to list them. */
    private static final List<String> CAPABILITIES = List.of(
            ("CUDA CUDNN MKL MKLDNN OPENMP LAPACK BLAS_OPEN BLAS_MKL ONEDNN F16C CPU_AVX CPU_SSE4_2 SIGNAL_HANDLER"
                            + " INT64_TENSOR_SIZE NCCL OPENCV DIST_KVSTORE TVM_OP TENSORRT CUDA_RTC JEMALLOC CXX14 DEBUG")
                    .split(" "));

    /**
     * Starts the engine.
     *
     * @throws io.enginebench.engines.spi.UnsupportedException if the device cannot be used
     */
    public static EngineSession start(EngineAdapter adapter, String requestedDevice) {
        long start = System.nanoTime();
        Engine engine = adapter.start();
        Device device = adapter.device(engine, requestedDevice);
        try (NDManager manager = engine.newBaseManager(device);
                NDArray one = manager.create(1f)) {
            one.toFloatArray();
        }
        return new EngineSession(adapter, engine, device, (System.nanoTime() - start) / 1e6);
    }

    /** What the engine says of itself, with the SHA-256 of the library that is loaded. */
    public EngineSelfDescription describe() throws IOException {
        return new EngineSelfDescription(
                engine.getEngineName(),
                engine.getVersion(),
                device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu",
                adapter.effectiveThreads(),
                CAPABILITIES.stream().filter(engine::hasCapability).toList(),
                adapter.libraryPath().toString(),
                Digest.ofFile(adapter.libraryPath()),
                startMillis,
                SgemmPeak.gflops(this).orElse(null));
    }
}
