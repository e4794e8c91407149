package io.enginebench.worker.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.enginebench.engines.djl.ParameterUpdate;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Timing;
import io.enginebench.worker.ForwardingAdapter;
import io.enginebench.worker.Specs;
import io.enginebench.worker.session.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small timings on PyTorch. */
@Tag("engine")
class TimingRunnerTest {
    private static final int WINDOWS = 2;
    private static final int UNTIMED = 3;

    @TempDir
    Path folder;

    /** Of each optimiser that was made, the sum of the first parameter after each of its steps. */
    private final List<List<Float>> optimisers = new ArrayList<>();

    private int closed;

    @BeforeEach
    void writeData() throws IOException {
        Specs.write(folder, DataFiles.TRAIN, 20);
        Specs.write(folder, DataFiles.TEST, 20);
    }

    private ThroughputCell run(Mode mode, int batch) throws IOException {
        return run(mode, batch, "cpu");
    }

    /**
     * Windows of two steps; an epoch of 20 rows in batches of 8 has three.
     *
     * @param device as the cell has it; it is the CPU that works
     */
    private ThroughputCell run(Mode mode, int batch, String device) throws IOException {
        ForwardingAdapter counting = new ForwardingAdapter() {
            @Override
            public ParameterUpdate adam(
                    List<Parameter> parameters, NDManager owner, float learningRate, float epsilon) {
                ParameterUpdate own = super.adam(parameters, owner, learningRate, epsilon);
                List<Float> steps = new ArrayList<>();
                optimisers.add(steps);
                return new ParameterUpdate() {
                    @Override
                    public void step() {
                        own.step();
                        try (NDArray sum = parameters.get(0).getArray().sum()) {
                            steps.add(sum.getFloat());
                        }
                    }

                    @Override
                    public void close() {
                        closed++;
                        own.close();
                    }
                };
            }
        };
        QualitySpec training = Specs.classification(List.of(1, 18, 18), 3, 1);
        ThroughputSpec spec = new ThroughputSpec(
                training.task(),
                training.setting().on("pytorch", device, Dtype.FLOAT32),
                new Timing(mode, batch, 1, 0, null),
                mode == Mode.EPOCH ? null : (Integer) 2,
                mode == Mode.TRAIN ? UNTIMED : 0,
                WINDOWS,
                0);
        try (Progress progress = Progress.reportingTo(folder.resolve("events"))) {
            ThroughputCell cell = new TimingRunner(counting.session(), progress, ProcessStart.since(System.nanoTime()))
                    .run(spec, folder);
            assertEquals(CellStatus.OK, cell.status());
            assertNotNull(cell.raw());
            assertEquals(WINDOWS, cell.raw().windowDurationsNs().size());
            return cell;
        }
    }

    @Test
    void inferenceHasNoOptimiserAndTrainingHasOne() throws IOException {
        assertEquals(2, run(Mode.INFER, 8).raw().stepsPerWindow());
        assertEquals(1, run(Mode.INFER, 8).raw().firstStep());
        assertEquals(0, optimisers.size());
        assertEquals(2, run(Mode.TRAIN, 8).raw().stepsPerWindow());
        assertEquals(1 + WINDOWS, optimisers.size(), "the first batch's, and one for each window");
    }

    /** Steps 1 to 3 of each window's training are not timed, 4 and 5 are; 20 rows in batches of 8 begin a new epoch among them. */
    @Test
    void everyWindowHasTheSameStepsOfATrainingFromTheSameWeights() throws IOException {
        assertEquals(UNTIMED + 1, run(Mode.TRAIN, 8).raw().firstStep());
        List<Float> window = optimisers.get(1);
        assertEquals(UNTIMED + 2, window.size());
        assertEquals(UNTIMED + 2, window.stream().distinct().count(), "each step changes the weights");
        assertEquals(List.of(window, window), optimisers.subList(1, 1 + WINDOWS));
        assertEquals(optimisers.size(), closed, "nothing stays behind");
        optimisers.clear();
        run(Mode.TRAIN, 8);
        assertEquals(window, optimisers.get(1), "another process of the same seed");
    }

    @Test
    void epochCountsItsShortLastBatch() throws IOException {
        ThroughputCell.TimingRaw raw = run(Mode.EPOCH, 8).raw();
        assertEquals(3, raw.stepsPerWindow());
        assertEquals(20, raw.rowsPerWindow());
        assertEquals(1, raw.firstStep());
        assertEquals(3, optimisers.get(1).size());
        assertEquals(optimisers.get(1), optimisers.get(2), "each window is the first epoch of a fresh training");
    }

    /** A few milliseconds' work, repeated until it is more than half of the 300 that a window is meant to last, give or take a busy machine. */
    @Test
    void windowsOnAGpuAreSizedByOneThatWasMeasured() throws IOException {
        for (Mode mode : List.of(Mode.TRAIN, Mode.INFER)) {
            optimisers.clear();
            ThroughputCell.TimingRaw raw = run(mode, 8, "gpu").raw();
            assertEquals(2, raw.stepsPerWindow(), "the steps that are planned");
            int repeats = raw.times();
            assertTrue(repeats > 1 && Integer.bitCount(repeats) == 1, mode + ": " + repeats);
            assertTrue(raw.windowDurationsNs().stream().allMatch(ns -> ns > 50_000_000), raw.toString());
            if (mode == Mode.TRAIN) {
                assertEquals(UNTIMED + 1, raw.firstStep());
                assertEquals(
                        UNTIMED + 2 * repeats,
                        optimisers.get(optimisers.size() - 1).size(),
                        "the training goes on, on the same rows");
            }
        }
    }

    @Test
    void epochOnAGpuIsWhatItIs() throws IOException {
        ThroughputCell.TimingRaw raw = run(Mode.EPOCH, 8, "gpu").raw();
        assertEquals(1, raw.times());
        assertEquals(20, raw.rowsPerWindow());
    }

    @Test
    void everyCallOfARepeatedWindowIsKept() throws IOException {
        ThroughputCell.TimingRaw raw = run(Mode.INFER, 1, "gpu").raw();
        assertEquals(2L * WINDOWS * raw.times(), raw.latencySamples());
    }

    @Test
    void eachSingleCallOfEachMeasuredWindowIsKept() throws IOException {
        ThroughputCell cell = run(Mode.INFER, 1);
        assertEquals(2L * WINDOWS, cell.raw().latencySamples());
        assertEquals(0, optimisers.size());
        assertTrue(cell.coldStart().firstBatchMs() > 0);
    }
}
