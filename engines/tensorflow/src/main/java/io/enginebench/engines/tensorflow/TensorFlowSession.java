package io.enginebench.engines.tensorflow;

import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.GpuFault;
import io.enginebench.engines.spi.Learner;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.engine.EngineSelfDescription;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * TensorFlow, started.
 *
 * @param library the native library's file
 * @param place where graphs are run
 * @param threads of an operation; operations run one after the other
 */
record TensorFlowSession(Path library, Place place, int threads, double startMillis) implements EngineSession {
    static TensorFlowSession start(Path cache, Place place, int threads) {
        long start = System.nanoTime();
        Natives.unpackInto(cache);
        try (TFloat32 one = TFloat32.scalarOf(1)) {
            one.getFloat();
        }
        boolean onGpu = place.gpu().isPresent();
        if (onGpu) {
            TensorFlowSession started = new TensorFlowSession(cache, place, threads, 0);
            GpuFault.refusing(() -> Place.refusing(() -> Product.sum(started)));
        }
        double millis = (System.nanoTime() - start) / 1e6;
        return new TensorFlowSession(Natives.library(cache, onGpu), place, threads, millis);
    }

    /** The number of threads is what it was given: TensorFlow does not tell. */
    @Override
    public EngineSelfDescription describe() {
        return new EngineSelfDescription(
                "TensorFlow",
                TensorFlow.version(),
                place.device(),
                threads,
                // As its log says of the library for x86-64.
                place.gpu().isEmpty() && System.getProperty("os.arch").equals("amd64")
                        ? List.of("graph mode", "kernels beside oneDNN's built without AVX2, AVX-512 and FMA")
                        : List.of("graph mode"),
                library.toString(),
                startMillis,
                sgemmGflops());
    }

    /** What a network draws it draws by its cell's seed. */
    @Override
    public void seed(long seed) {}

    /** Nothing is queued: a run ends with what it computes. */
    @Override
    public void awaitAll() {}

    /** The divisions differ in the process's environment alone, for there is one way to run a network. */
    @Override
    public Answerer answerer(QualitySpec spec) {
        return new TensorFlowAnswerer(this, spec, null);
    }

    @Override
    public Learner learner(QualitySpec spec, Learner.Purpose purpose) {
        return new TensorFlowLearner(this, spec, purpose);
    }

    /** How graphs are run. */
    ConfigProto config() {
        return place.config(threads);
    }

    private @Nullable Double sgemmGflops() {
        try {
            return Product.gflops(this);
        } catch (RuntimeException e) {
            return null; // It is no reason not to run anything else.
        }
    }
}
