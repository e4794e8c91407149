package io.enginebench.engines.tensorflow;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.engines.spi.EngineSession;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.Graph;

/**
 * TensorFlow, started once for all tests, its libraries in a folder that the next run of the tests finds again. Tests that need it are
 * skipped where it is not on the class path.
 */
public final class Started {
    static final Path CACHE = Path.of(System.getProperty("java.io.tmpdir")).resolve("natives");

    private Started() {}

    private static final class Session {
        private static final TensorFlowSession ONLY = TensorFlowSession.start(CACHE, new Place(OptionalInt.empty()), 1);
    }

    public static EngineSession session() {
        String natives = "/org/tensorflow/internal/c_api/" + Loader.Detector.getPlatform();
        assumeTrue(
                Started.class.getResource(natives) != null,
                "TensorFlow's natives (161 MB) are part of the tests with -Dbench.opt-in alone");
        return Session.ONLY;
    }

    /** A new graph, by which TensorFlow is not started before it knows where its libraries belong. */
    public static Graph graph() {
        session();
        return new Graph();
    }
}
