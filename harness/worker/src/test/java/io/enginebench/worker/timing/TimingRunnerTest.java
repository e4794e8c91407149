package io.enginebench.worker.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.enginebench.engines.spi.ParameterUpdate;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Timing;
import io.enginebench.worker.ForwardingAdapter;
import io.enginebench.worker.Specs;
import io.enginebench.worker.session.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small timings on PyTorch. */
@Tag("engine")
class TimingRunnerTest {
    private static final int WINDOWS = 2;

    @TempDir
    Path folder;

    private final AtomicInteger optimisers = new AtomicInteger();

    @BeforeEach
    void writeData() throws IOException {
        Specs.write(folder, DataFiles.TRAIN, 20);
        Specs.write(folder, DataFiles.TEST, 20);
    }

    /** Windows of two steps; an epoch of 20 rows in batches of 8 has three. */
    private ThroughputCell run(Mode mode, int batch) throws IOException {
        ForwardingAdapter counting = new ForwardingAdapter() {
            @Override
            public ParameterUpdate adam(
                    List<Parameter> parameters, NDManager owner, float learningRate, float epsilon) {
                optimisers.incrementAndGet();
                return super.adam(parameters, owner, learningRate, epsilon);
            }
        };
        QualitySpec training = Specs.classification(List.of(1, 18, 18), 3, 1);
        ThroughputSpec spec = new ThroughputSpec(
                training.task(),
                training.setting(),
                new Timing(mode, batch, 1, 0, null),
                mode == Mode.EPOCH ? null : (Integer) 2,
                WINDOWS,
                0);
        try (Progress progress = Progress.reportingTo(folder.resolve("events"))) {
            ThroughputCell cell = new TimingRunner(counting.session(), progress, ProcessStart.since(System.nanoTime()))
                    .run(new Job.Time(spec), folder);
            assertEquals(CellStatus.OK, cell.status());
            assertNotNull(cell.raw());
            assertEquals(WINDOWS, cell.raw().windowDurationsNs().size());
            return cell;
        }
    }

    @Test
    void inferenceHasNoOptimiserAndTrainingHasOne() throws IOException {
        assertEquals(2, run(Mode.INFER, 8).raw().stepsPerWindow());
        assertEquals(0, optimisers.get());
        assertEquals(2, run(Mode.TRAIN, 8).raw().stepsPerWindow());
        assertEquals(1, optimisers.get());
    }

    @Test
    void epochCountsItsShortLastBatch() throws IOException {
        ThroughputCell.TimingRaw raw = run(Mode.EPOCH, 8).raw();
        assertEquals(3, raw.stepsPerWindow());
        assertEquals(20, raw.rowsPerWindow());
    }

    @Test
    void eachSingleCallOfEachMeasuredWindowIsKept() throws IOException {
        ThroughputCell cell = run(Mode.INFER, 1);
        assertEquals(2L * WINDOWS, cell.raw().latencySamples());
        assertEquals(0, optimisers.get());
        assertTrue(cell.coldStart().firstBatchMs() > 0);
    }
}
