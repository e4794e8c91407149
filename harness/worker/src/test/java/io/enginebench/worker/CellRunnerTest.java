package io.enginebench.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.enginebench.engines.djl.ImageLayout;
import io.enginebench.engines.djl.ParameterUpdate;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import io.enginebench.worker.session.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings with and without a target, on PyTorch; RealEnginesTest has both engines. */
@Tag("engine")
class CellRunnerTest {
    private static final int EPOCHS = 3;
    private static final QualitySpec ONCE = Specs.classification(List.of(1, 18, 18), 3, 1)
            .with(new HyperParameters(EPOCHS, 32, Optimiser.adam(0.001, 1e-7), null, null, null));

    @TempDir
    Path folder;

    private final AtomicInteger drained = new AtomicInteger();
    private final AtomicInteger slowness = new AtomicInteger();

    @BeforeEach
    void writeData() throws IOException {
        Specs.write(folder, DataFiles.TRAIN, 70);
        Specs.write(folder, DataFiles.TEST, 20);
    }

    private QualityCell run(QualitySpec spec) throws IOException {
        drained.set(0);
        return run(
                new Watched(), spec.id(), runner -> runner.run(new Job.Train(List.of(spec), false)), QualityCell.class);
    }

    /** What a runner leaves for one cell. */
    private <T extends CellResult> T run(ForwardingAdapter adapter, String cell, Use use, Class<T> type)
            throws IOException {
        Path results = Files.createDirectories(folder.resolve("results"));
        try (Progress progress = Progress.reportingTo(results.resolve("events"))) {
            use.run(new CellRunner(adapter.session(), progress, folder, results));
        }
        return Json.read(results.resolve(cell).resolve(WorkerFiles.RESULT), type);
    }

    @FunctionalInterface
    private interface Use {
        void run(CellRunner runner) throws IOException;
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

    /** A score of 0 is reached at once; the training that ends there is the beginning of the one that goes on. */
    @Test
    void trainingThatEndsAtItsTargetHasTheEpochsUpToIt() throws IOException {
        QualityCell whole = run(ONCE.aimingAt(1e-9));
        QualityCell ended = run(ONCE.aimingAt(1e-9).endingThere());
        int reached = whole.epochScores().epochsToTarget();
        assertTrue(reached < EPOCHS, "reached in epoch " + reached);
        assertEquals(whole.lossPerEpoch().subList(0, reached), ended.lossPerEpoch());
        assertEquals(
                whole.epochScores().scorePerEpoch().subList(0, reached),
                ended.epochScores().scorePerEpoch());
        assertEquals(reached, ended.raw().epochDurationsNs().size());
        assertEquals(true, ended.epochScores().endsTraining());
        assertEquals(EPOCHS, ended.hyperParameters().epochs());
        assertEquals(whole.evidence().batchOrderSha256(), ended.evidence().batchOrderSha256());
        QualityCell missed = run(ONCE.aimingAt(1).endingThere());
        assertEquals(false, missed.epochScores().reached());
        assertEquals(whole.lossPerEpoch(), missed.lossPerEpoch());
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

    /** What answers for another process has its weights, its bits and no optimiser. */
    @Test
    void answersToWhatOthersLearntAreTheLearnersAndTakeNoOptimiser() throws IOException {
        QualityCell trained = run(ONCE);
        AtomicInteger optimisers = new AtomicInteger();
        ForwardingAdapter counting = new ForwardingAdapter() {
            @Override
            public ParameterUpdate adam(
                    List<Parameter> parameters, NDManager owner, float learningRate, float epsilon) {
                optimisers.incrementAndGet();
                return super.adam(parameters, owner, learningRate, epsilon);
            }
        };
        CrossSpec cross = new CrossSpec(ONCE, ONCE.setting());
        CrossCell asked = run(counting, cross.id(), runner -> runner.run(new Job.Ask(List.of(cross))), CrossCell.class);
        assertEquals(trained.evidence().finalWeightsSha256(), asked.weightsSha256());
        assertEquals(trained.predictions(), asked.predictions());
        assertEquals(0, optimisers.get());
    }

    /** PyTorch, which counts how often it is waited for and is slow to take rows to the device. */
    private final class Watched extends ForwardingAdapter {
        @Override
        public void awaitAll() {
            drained.incrementAndGet();
            super.awaitAll();
        }

        @Override
        public ImageLayout imageLayout(Device device) {
            LockSupport.parkNanos(slowness.get() * 1_000_000L);
            return super.imageLayout(device);
        }
    }
}
