package io.enginebench.engines.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Learner;
import io.enginebench.record.cell.QualitySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Answers in the way that suits the engine: its layout, its form of the network, all batches queued at once. */
sealed class TunedAnswerer extends DjlNetwork permits TunedLearner {
    private final Map<Form, Block> forms = new HashMap<>();

    TunedAnswerer(DjlSession session, QualitySpec spec, Learner.@Nullable Purpose purpose) {
        super(session, spec, purpose);
    }

    @Override
    final ImageLayout imageLayout() {
        return session.adapter().imageLayout(session.device());
    }

    /** All batches are queued before the first is read, so the engine is never left waiting for the host. */
    @Override
    public final float[] answer(DeviceRows rows, int first, int end, int batchSize, IntConsumer afterBatch) {
        DjlRows loaded = (DjlRows) rows;
        try (NDManager pass = manager.newSubManager()) {
            List<NDArray> queued = new ArrayList<>();
            for (int from = first; from < end; from += batchSize) {
                int to = Math.min(from + batchSize, end);
                try (NDManager step = pass.newSubManager()) {
                    NDArray batch = loaded.inputs(step, from, to);
                    NDArray output = called(to - from, false)
                            .forward(store, new NDList(batch), false)
                            .singletonOrThrow();
                    output.attach(pass);
                    queued.add(output);
                }
                afterBatch.accept(to - from);
            }
            return read(queued);
        }
    }

    /** What is called for batches of some rows: whatever the engine makes of the network, asked for once. */
    final Block called(int rows, boolean training) {
        return forms.computeIfAbsent(
                new Form(rows, training),
                form -> session.adapter().compiled(answering(), this::graph, manager, batch(rows), training));
    }

    private record Form(int rows, boolean training) {}
}
