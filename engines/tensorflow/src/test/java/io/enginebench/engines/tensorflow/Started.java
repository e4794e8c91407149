package io.enginebench.engines.tensorflow;

import io.enginebench.engines.spi.EngineSession;
import java.nio.file.Path;
import org.tensorflow.Graph;

/** TensorFlow, started once for all tests, its libraries in a folder that the next run of the tests finds again. */
public final class Started {
    static final Path CACHE = Path.of(System.getProperty("java.io.tmpdir")).resolve("natives");
    private static final TensorFlowSession SESSION = TensorFlowSession.start(CACHE, 1);

    private Started() {}

    public static EngineSession session() {
        return SESSION;
    }

    /** A new graph, by which TensorFlow is not started before it knows where its libraries belong. */
    public static Graph graph() {
        return new Graph();
    }
}
