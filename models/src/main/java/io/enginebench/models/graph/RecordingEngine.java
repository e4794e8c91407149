package io.enginebench.models.graph;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;
import ai.djl.ndarray.NDManager;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An engine whose arrays hold no numbers. It is not announced as a service: only {@link #asDefault} makes DJL use it. */
final class RecordingEngine extends Engine {
    static final RecordingEngine INSTANCE = new RecordingEngine();

    private static final String NAME = "Recorder";
    private static final String DEFAULT_ENGINE = "ai.djl.default_engine";

    private RecordingEngine() {}

    /**
     * Does something while this is the engine of whatever asks DJL for a manager without saying of which engine: {@code
     * LambdaBlock} and {@code ParallelBlock} do, to learn shapes. The default is one for the whole process, so no other thread may
     * use DJL meanwhile; afterwards it is what it was.
     */
    static synchronized <T> T asDefault(Supplier<T> work) {
        registerEngine(new Provider());
        String before = System.setProperty(DEFAULT_ENGINE, NAME);
        try {
            return work.get();
        } finally {
            if (before == null) {
                System.clearProperty(DEFAULT_ENGINE);
            } else {
                System.setProperty(DEFAULT_ENGINE, before);
            }
        }
    }

    @Override
    public @Nullable Engine getAlternativeEngine() {
        return null;
    }

    @Override
    public String getEngineName() {
        return NAME;
    }

    /** Behind every other. */
    @Override
    public int getRank() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String getVersion() {
        return getDjlVersion();
    }

    @Override
    public boolean hasCapability(String capability) {
        return false;
    }

    @Override
    public Model newModel(String name, Device device) {
        throw new UnsupportedOperationException("a recorded network must be a block, got a model");
    }

    @Override
    public NDManager newBaseManager() {
        return new RecordingManager();
    }

    @Override
    public NDManager newBaseManager(Device device) {
        return newBaseManager();
    }

    private static final class Provider implements EngineProvider {
        @Override
        public String getEngineName() {
            return NAME;
        }

        @Override
        public int getEngineRank() {
            return INSTANCE.getRank();
        }

        @Override
        public Engine getEngine() {
            return INSTANCE;
        }
    }
}
