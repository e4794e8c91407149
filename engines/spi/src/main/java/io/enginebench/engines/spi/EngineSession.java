package io.enginebench.engines.spi;

import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.engine.EngineSelfDescription;

/** The one started engine of this process with its device. */
public interface EngineSession {
    /** Milliseconds from the first call of the engine's library until it had made an array and read it back. */
    double startMillis();

    /** What the engine says of itself. */
    EngineSelfDescription describe();

    /** Seeds the engine's own random generator, on which nothing in a benchmark should depend. */
    void seed(long seed);

    /** Returns when all work that has been queued on the engine is done. */
    void awaitAll();

    /**
     * A network with fresh weights drawn from the cell's seed and fold, driven as the cell's division says.
     *
     * @throws UnsupportedException if the engine cannot run the network
     */
    Answerer answerer(QualitySpec spec);

    /**
     * The same with an optimiser that has made no step.
     *
     * @throws UnsupportedException if the engine cannot run the network, or does not train at all, which is what this does unless it is
     *     overridden; the descriptor of such an engine says so
     */
    default Learner learner(QualitySpec spec, Learner.Purpose purpose) {
        throw new UnsupportedException(EngineDescriptor.ANSWERS_ONLY);
    }
}
