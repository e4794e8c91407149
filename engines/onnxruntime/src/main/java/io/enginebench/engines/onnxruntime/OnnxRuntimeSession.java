package io.enginebench.engines.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.GpuFault;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.engine.EngineSelfDescription;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime, started.
 *
 * @param environment one for the process
 * @param library the native library's file
 * @param gpu the number of the card; empty for the CPU
 * @param threads of an operator; operators run one after the other
 * @param optimization of each network's graph
 * @param file the network that answers in the place of those that are asked for; null for none
 */
record OnnxRuntimeSession(
        OrtEnvironment environment,
        Path library,
        OptionalInt gpu,
        int threads,
        OptLevel optimization,
        @Nullable Path file,
        double startMillis)
        implements EngineSession {
    static OnnxRuntimeSession start(Path cache, OptionalInt gpu, int threads, OptLevel optimization) {
        long start = System.nanoTime();
        Path library = Natives.prepare(cache, gpu.isPresent());
        try {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "enginebench");
            environment.setTelemetry(false);
            try (OnnxTensor one = OnnxTensor.createTensor(environment, new float[] {1})) {
                one.getFloatBuffer();
            }
            OnnxRuntimeSession started =
                    new OnnxRuntimeSession(environment, library, gpu, threads, optimization, null, 0);
            if (gpu.isPresent()) {
                // CUDA itself is loaded by the first network, and a card of another architecture found out by its first
                // run.
                GpuFault.refusing(() -> Product.sum(started));
            }
            return new OnnxRuntimeSession(
                    environment, library, gpu, threads, optimization, null, (System.nanoTime() - start) / 1e6);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not be started: " + e.getMessage(), e);
        }
    }

    /** The same, which answers from a file of the user's. */
    OnnxRuntimeSession serving(Path network) {
        return new OnnxRuntimeSession(environment, library, gpu, threads, optimization, network, startMillis);
    }

    /** The number of threads is what it was given: ONNX Runtime does not tell. */
    @Override
    public EngineSelfDescription describe() {
        return new EngineSelfDescription(
                "ONNX Runtime",
                environment.getVersion(),
                gpu.isEmpty() ? "cpu" : "gpu:" + gpu.getAsInt(),
                threads,
                Stream.concat(
                                OrtEnvironment.getAvailableProviders().stream().map(OrtProvider::getName),
                                Stream.of("GraphOptimization." + optimization))
                        .toList(),
                library.toString(),
                startMillis,
                sgemmGflops());
    }

    /** Nothing is drawn. */
    @Override
    public void seed(long seed) {}

    /** Nothing is queued: a run ends with its answers. */
    @Override
    public void awaitAll() {}

    /** The divisions differ in the process's environment alone, for there is one way to run a network. */
    @Override
    public Answerer answerer(QualitySpec spec) {
        return file == null ? new OnnxRuntimeAnswerer(this, spec) : new FileAnswerer(this, file, spec.task());
    }

    private @Nullable Double sgemmGflops() {
        try {
            return Product.gflops(this);
        } catch (RuntimeException e) {
            return null; // It is no reason not to run anything else.
        }
    }

    private static void useCuda(SessionOptions options, int number) {
        try {
            options.addCUDA(number);
            // An operator that CUDA lacks would else run on the CPU, and nothing would say so.
            options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
        } catch (OrtException e) {
            throw unsupported("CUDA must be usable by ONNX Runtime, got: ", e);
        }
    }

    /** A network that is ready to run. */
    OrtSession load(byte[] model) {
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(optimization);
            if (gpu.isPresent()) {
                useCuda(options, gpu.getAsInt());
            }
            return environment.createSession(model, options);
        } catch (OrtException e) {
            // What enginebench wrote is whole and valid: an operator is missing or of another kind here.
            throw unsupported("ONNX Runtime cannot run the network: ", e);
        }
    }

    private static UnsupportedException unsupported(String otherwise, OrtException fault) {
        String said = String.valueOf(fault.getMessage());
        return new UnsupportedException(GpuFault.reason(said).orElse(otherwise + said));
    }
}
