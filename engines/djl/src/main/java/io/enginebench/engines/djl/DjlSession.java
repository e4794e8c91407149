package io.enginebench.engines.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.cuda.CudaUtils;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.GpuFault;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.SgemmPeak;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.engine.EngineSelfDescription;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Placement;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of DJL's engines, started, with its device.
 *
 * @param startMillis from the first call of DJL until an array had been made and read back
 */
public record DjlSession(EngineAdapter adapter, Engine engine, Device device, double startMillis)
        implements EngineSession {
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
    static DjlSession start(EngineAdapter adapter, String requestedDevice) {
        if (Placement.gpu(requestedDevice).isEmpty()) {
            return started(adapter, requestedDevice);
        }
        if (CudaUtils.getGpuCount() == 0) {
            // DJL would look for a library without CUDA, on the internet if need be.
            throw new UnsupportedException(EngineAdapter.NO_GPU);
        }
        return GpuFault.refusing(() -> started(adapter, requestedDevice));
    }

    private static DjlSession started(EngineAdapter adapter, String requestedDevice) {
        long start = System.nanoTime();
        Engine engine = adapter.start();
        Device device = adapter.device(engine, requestedDevice);
        try (NDManager manager = engine.newBaseManager(device);
                NDArray one = manager.create(1f)) {
            one.toFloatArray();
            if (device.isGpu()) {
                mustCompute(one);
            }
        }
        return new DjlSession(adapter, engine, device, (System.nanoTime() - start) / 1e6);
    }

    /**
     * Copies to a card work on any; a kernel only if the library has it for the card's architecture.
     *
     * @param one the number 1, on the card
     */
    static void mustCompute(NDArray one) {
        try (NDArray two = one.add(one)) {
            float sum = two.getFloat();
            if (sum != 2) {
                throw new UnsupportedException("1 + 1 must be 2 on " + one.getDevice() + ", got " + sum);
            }
        }
    }

    @Override
    public EngineSelfDescription describe() {
        return new EngineSelfDescription(
                engine.getEngineName(),
                engine.getVersion(),
                device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu",
                adapter.effectiveThreads(),
                Stream.concat(CAPABILITIES.stream().filter(engine::hasCapability), ways())
                        .toList(),
                adapter.libraryPath().toString(),
                startMillis,
                sgemmGflops());
    }

    @Override
    public void seed(long seed) {
        adapter.seed(engine, seed);
    }

    @Override
    public void awaitAll() {
        adapter.awaitAll();
    }

    @Override
    public Answerer answerer(QualitySpec spec) {
        return spec.division() == Division.PLAIN
                ? new PlainAnswerer(this, spec, null)
                : new TunedAnswerer(this, spec, null);
    }

    @Override
    public Learner learner(QualitySpec spec, Learner.Purpose purpose) {
        return spec.division() == Division.PLAIN
                ? new PlainLearner(this, spec, purpose)
                : new TunedLearner(this, spec, purpose);
    }

    /** What the tuned division does here that it may do otherwise on another engine, or on another version of this one. */
    private Stream<String> ways() {
        Parameter parameter = Parameter.builder()
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(1))
                .optInitializer(Initializer.ONES)
                .build();
        try (NDManager manager = engine.newBaseManager(device)) {
            parameter.initialize(manager, DataType.FLOAT32);
            try (ParameterUpdate adam = adapter.adam(List.of(parameter), manager, 1e-3f, 1e-7f)) {
                return Stream.of(
                        "tuned Adam: " + adam.name(),
                        "tuned images: " + adapter.imageLayout(device).words());
            } finally {
                parameter.close();
            }
        }
    }

    private @Nullable Double sgemmGflops() {
        try (NDManager manager = engine.newBaseManager(device)) {
            Shape square = new Shape(SgemmPeak.SIDE, SgemmPeak.SIDE);
            NDArray one = manager.randomUniform(-1, 1, square, DataType.FLOAT32);
            NDArray other = manager.randomUniform(-1, 1, square, DataType.FLOAT32);
            adapter.awaitAll();
            return SgemmPeak.gflops(() -> {
                NDArray product = one.matMul(other);
                adapter.awaitAll();
                if (device.isGpu()) {
                    product.getFloat(0, 0); // There no call waits, and what can be read has been computed.
                }
                product.close();
            });
        } catch (RuntimeException e) {
            return null; // It is no reason not to run anything else.
        }
    }
}
