package io.enginebench.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import io.enginebench.engines.pytorch.PyTorchAdapter;
import io.enginebench.engines.spi.EngineAdapter;
import io.enginebench.engines.spi.ImageLayout;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.EpochScores;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.HyperParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings with and without a target, on PyTorch; RealEnginesTest has both engines. */
@Tag("engine")
class CellRunnerTest {
    private static final int EPOCHS = 3;
    private static final QualitySpec ONCE = Specs.classification(List.of(1, 18, 18), 3, 1)
            .with(new HyperParameters(EPOCHS, 32, "adam", 0.001, 1e-7, null, null));

    private static EngineSession session;

    @TempDir
    Path folder;

    private final AtomicInteger drained = new AtomicInteger();
    private final AtomicInteger slowness = new AtomicInteger();

    @BeforeAll
    static void startEngine() {
        session = EngineSession.start(new PyTorchAdapter(), "cpu");
    }

    @BeforeEach
    void writeData() throws IOException {
        Files.createDirectories(folder.resolve("t"));
        write("train_", 70);
        write("test_", 20);
    }

    /** Images whose brightness is that of their class, so that there is something to learn. */
    private void write(String prefix, int count) throws IOException {
        RandomGenerator random = Draws.stream(count, Draws.Purpose.SAMPLE, 0);
        float[] x = new float[count * 18 * 18];
        float[] y = new float[count];
        for (int row = 0; row < count; row++) {
            y[row] = row % 3;
            for (int i = 0; i < 18 * 18; i++) {
                x[row * 18 * 18 + i] = y[row] + random.nextFloat();
            }
        }
        Npy.of(List.of(count, 1, 18, 18), x).write(folder.resolve("t").resolve(prefix + "x.npy"));
        Npy.of(List.of(count), y).write(folder.resolve("t").resolve(prefix + "y.npy"));
    }

    private QualityCell run(QualitySpec spec) throws IOException {
        drained.set(0);
        EngineSession watched = new EngineSession(
                new Watched(session.adapter(), drained, slowness), session.engine(), session.device(), 0);
        Path results = Files.createTempDirectory(folder, "results");
        try (Progress progress = Progress.reportingTo(results.resolve("events"))) {
            new CellRunner(watched, progress, folder, results).run(new Job.Train(List.of(spec), false));
        }
        return Json.read(results.resolve(spec.id()).resolve(WorkerFiles.RESULT), QualityCell.class);
    }

    @Test
    void evaluationAfterEachEpochChangesNoBitOfTheTraining() throws IOException {
        QualityCell once = run(ONCE);
        QualityCell each = run(ONCE.aimingAt(0.9));
        assertEquals(CellStatus.OK, each.status());
        assertEquals(once.lossPerEpoch(), each.lossPerEpoch());
        assertEquals(once.evidence(), each.evidence());
        assertEquals(once.predictions(), each.predictions());
        assertNull(once.epochScores());
        EpochScores scores = each.epochScores();
        assertNotNull(scores);
        assertEquals(EPOCHS, scores.scorePerEpoch().size());
        assertEquals(each.metrics().accuracy().score(), scores.scorePerEpoch().get(EPOCHS - 1));
        assertEquals(each.predictDurationS(), scores.evaluationDurationsNs().get(EPOCHS - 1) / 1e9);
    }

    /**
     * Without a target the engine is awaited before the first epoch, at the end of each, and before the evaluation. With one
     * each epoch has an evaluation, and is awaited before and after it.
     */
    @Test
    void nothingOfAnEvaluationIsLeftInTheQueueForTheNextEpochsClock() throws IOException {
        run(ONCE);
        assertEquals(1 + EPOCHS + 1, drained.get());
        run(ONCE.aimingAt(0.9));
        assertEquals(1 + EPOCHS * 3, drained.get());
    }

    /** An evaluation begins by moving its rows to the device, which takes a second here; an epoch of 70 rows is far shorter. */
    @Test
    void clockOfTheTrainingStandsStillDuringAnEvaluation() throws IOException {
        slowness.set(1000);
        QualityCell cell = run(ONCE.aimingAt(0.9));
        assertTrue(
                cell.raw().epochDurationsNs().stream().allMatch(nanos -> nanos < 1_000_000_000L),
                cell.raw().epochDurationsNs().toString());
    }

    /**
     * PyTorch, looked at from outside.
     *
     * @param drained how often it was waited for
     * @param slowness milliseconds that rows take to the device
     */
    private record Watched(EngineAdapter adapter, AtomicInteger drained, AtomicInteger slowness)
            implements EngineAdapter {
        @Override
        public String engineName() {
            return adapter.engineName();
        }

        @Override
        public void awaitAll() {
            drained.incrementAndGet();
            adapter.awaitAll();
        }

        @Override
        public int effectiveThreads() {
            return adapter.effectiveThreads();
        }

        @Override
        public Path libraryPath() {
            return adapter.libraryPath();
        }

        @Override
        public ImageLayout imageLayout(Device device) {
            LockSupport.parkNanos(slowness.get() * 1_000_000L);
            return adapter.imageLayout(device);
        }
    }
}
