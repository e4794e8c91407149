package io.enginebench.selfbench.loops;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A sample of a mistake: {@link #wrong} stops the clock when a call returns, {@link #right} when its work is done. They are
 * the same on an engine that works before it returns, and far apart on MXNet, which only takes a note.
 *
 * <p>{@code UndrainedClock OUTPUT_FILE}
 */
public final class UndrainedClock {
    private static final int BATCH = 250;
    private static final int BATCHES = 20;
    private static final int WARM_UPS = 3;

    private final EngineSession session;
    private final NDManager manager;
    private final SequentialBlock network;
    private final NDArray images;

    private UndrainedClock(EngineSession session, NDManager manager) {
        this.session = session;
        this.manager = manager;
        Shape shape = new Shape(BATCH, 1, 28, 28);
        network = new SequentialBlock()
                .add(Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .setFilters(32)
                        .build())
                .add(Activation::relu)
                .add(Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .setFilters(64)
                        .build());
        network.initialize(manager, DataType.FLOAT32, shape);
        images = manager.ones(shape);
    }

    /**
     * The two readings.
     *
     * @param wrongNs until the last call had returned
     * @param rightNs of the same number of batches, until the engine was done
     */
    public record Readings(long wrongNs, long rightNs) {}

    /** Takes both readings, writes them and halts. */
    public static void main(String[] args) throws IOException {
        EngineSession session = EngineDriver.ofThisProcess().start("cpu");
        try (NDManager manager = Engine.getInstance().newBaseManager()) {
            UndrainedClock clock = new UndrainedClock(session, manager);
            for (int i = 0; i < WARM_UPS; i++) {
                clock.right();
            }
            Json.write(Path.of(args[0]), new Readings(clock.wrong(), clock.right()));
        }
        Runtime.getRuntime().halt(0);
    }

    /** WRONG: the outputs are kept, nobody waits for them, and the clock shows how fast work is noted down. */
    private long wrong() {
        return duration(() -> {});
    }

    /** RIGHT: the engine's queue is empty before the second reading. */
    private long right() {
        return duration(session::awaitAll);
    }

    private long duration(Runnable beforeTheSecondReading) {
        List<NDArray> outputs = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < BATCHES; i++) {
            outputs.add(forward());
        }
        beforeTheSecondReading.run();
        long duration = System.nanoTime() - start;
        session.awaitAll();
        outputs.forEach(NDArray::close);
        return duration;
    }

    private NDArray forward() {
        return network.forward(new ParameterStore(manager, false), new NDList(images), false)
                .singletonOrThrow();
    }
}
