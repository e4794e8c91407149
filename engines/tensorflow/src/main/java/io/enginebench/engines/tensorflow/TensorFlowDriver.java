package io.enginebench.engines.tensorflow;

import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.record.setting.Placement;
import java.nio.file.Path;
import java.util.Objects;

/**
 * TensorFlow on the CPU or a GPU, as its libraries are. Of the process it takes the number of threads ({@code -Denginebench.tensorflow.threads}) and the folder for its
 * libraries ({@code ENGINE_CACHE_DIR}).
 */
public final class TensorFlowDriver implements EngineDriver {
    @Override
    public EngineSession start(String device) {
        String cache =
                Objects.requireNonNullElse(System.getenv("ENGINE_CACHE_DIR"), System.getProperty("java.io.tmpdir"));
        return TensorFlowSession.start(
                Path.of(cache),
                new Place(Placement.gpu(device)),
                Integer.getInteger("enginebench.tensorflow.threads", 1));
    }
}
