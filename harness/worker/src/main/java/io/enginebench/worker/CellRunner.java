package io.enginebench.worker;

import io.enginebench.analysis.score.Baseline;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Draws.Purpose;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.Learner;
import io.enginebench.record.array.Digest;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Raw;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.json.Json;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.worker.learn.Evaluation;
import io.enginebench.worker.learn.Partition;
import io.enginebench.worker.session.Progress;
import io.enginebench.worker.timing.LinuxFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Runs the cells of a job one after the other and writes a result for each as soon as it is there. */
record CellRunner(EngineSession session, Progress progress, Path data, Path results) {
    void run(Job.Train job) throws IOException {
        @Nullable Learner carried = null;
        try {
            BitSet trainedOn = new BitSet();
            for (QualitySpec spec : job.cells()) {
                session.seed(spec.seed());
                QualityCell result;
                if (job.carryWeights()) {
                    carried = carried == null ? session.learner(spec, Learner.Purpose.of(spec)) : carried;
                    result = measure(spec, carried, trainedOn);
                } else {
                    try (Learner fresh = session.learner(spec, Learner.Purpose.of(spec))) {
                        result = measure(spec, fresh, new BitSet());
                    }
                }
                write(result);
            }
        } finally {
            if (carried != null) {
                carried.close();
            }
        }
    }

    /** Lets this engine answer with what others learnt. */
    void run(Job.Ask job) throws IOException {
        for (CrossSpec spec : job.cells()) {
            try (Answerer answerer = session.answerer(spec.asked())) {
                answerer.take(Npy.read(results.resolve(spec.trained().id()).resolve(WorkerFiles.WEIGHTS)));
                Evaluation evaluation = Evaluation.of(
                        answerer,
                        spec.id(),
                        spec.trained(),
                        Partition.of(spec.trained(), data).test(),
                        progress);
                write(
                        evaluation instanceof Evaluation.Scored scored
                                ? spec.measured(new Outcome.Answered(
                                        scored.metrics(), answerer.weightsSha256(), scored.predictions()))
                                : spec.ended(((Evaluation.Diverged) evaluation).ended()));
            }
        }
    }

    private void write(CellResult result) throws IOException {
        write(result, folder(result.id()));
    }

    /** Leaves a row with the process's own peak of memory, for a campaign that may be killed before it has written down what it sees. */
    static void write(CellResult result, Path folder) throws IOException {
        Json.write(folder.resolve(WorkerFiles.RESULT), result.with(new Seen(LinuxFacts.peakBytes(), null, null, null)));
    }

    private Path folder(String cell) throws IOException {
        return Files.createDirectories(results.resolve(cell));
    }

    /**
     * Trains and evaluates.
     *
     * @param trainedOn numbers of the rows that the learner has been trained on before; those of this cell are added
     */
    private QualityCell measure(QualitySpec spec, Learner learner, BitSet trainedOn) throws IOException {
        TaskDescriptor task = spec.task();
        Partition partition = Partition.of(spec, data);
        float[] truth = partition.test().truth();
        float[] learnt = partition.train().truth();
        int train = partition.train().count();
        Arrays.stream(partition.train().numbers()).forEach(trainedOn::set);
        int leaked = task.split() instanceof Split.HoldOut
                ? 0 // Training and test rows are numbered in files of their own.
                : (int) Arrays.stream(partition.test().numbers())
                        .filter(trainedOn::get)
                        .count();
        int batchSize = spec.hyperParameters().globalBatchSize();
        RandomGenerator orders = Draws.stream(spec.seed(), Purpose.ORDER, spec.fold());
        String startingWeights = learner.weightsSha256();
        Digest orderDigest = new Digest();
        List<Double> losses = new ArrayList<>();
        List<Long> durations = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        List<Long> evaluations = new ArrayList<>();
        @Nullable Evaluation evaluation = null;
        boolean reached = false;

        try (DeviceRows rows = learner.load(partition.train())) {
            for (int epoch = 1; epoch <= spec.hyperParameters().epochs(); epoch++) {
                int[] order = Draws.permutation(orders, train);
                orderDigest.add(Npy.of(order));
                if (reached) {
                    continue; // Engines are given the same however soon each is there.
                }
                progress.training(spec.id(), epoch);
                long start = System.nanoTime();
                float loss = learner.trainEpoch(rows, order, batchSize, progress::add);
                durations.add(System.nanoTime() - start);
                if (!Float.isFinite(loss)) {
                    return spec.ended(
                            losses,
                            new Outcome.Ended(
                                    CellStatus.DIVERGED, "loss must be finite, got " + loss + " in epoch " + epoch));
                }
                losses.add((double) loss);
                if (spec.target() != null) {
                    evaluation = Evaluation.of(learner, spec.id(), spec, partition.test(), progress);
                    // Some engines free arrays in their queue too, and the next epoch's clock is to find it empty.
                    session.awaitAll();
                    if (!(evaluation instanceof Evaluation.Scored after)) {
                        break;
                    }
                    scores.add(after.metrics().judged().score());
                    evaluations.add(after.durationNs());
                    reached = spec.endsWith(scores.get(epoch - 1));
                }
            }
        }
        if (evaluation == null) {
            evaluation = Evaluation.of(learner, spec.id(), spec, partition.test(), progress);
        }
        if (evaluation instanceof Evaluation.Diverged diverged) {
            return spec.ended(losses, diverged.ended());
        }
        Evaluation.Scored scored = (Evaluation.Scored) evaluation;
        learner.weights().write(folder(spec.id()).resolve(WorkerFiles.WEIGHTS));
        double trainSeconds = durations.stream().mapToLong(Long::longValue).sum() / 1e9;
        Metrics metrics = scored.metrics()
                .with(
                        Baseline.of(task, learnt, truth),
                        Metric.TRAIN_THROUGHPUT.of((double) train * durations.size() / trainSeconds),
                        Metric.INFER_THROUGHPUT.of(partition.test().count() / scored.seconds()));
        return spec.measured(
                spec.hyperParameters().withRows(train, partition.test().count()),
                losses,
                new Outcome.Trained(
                        metrics,
                        spec.scored(scores, evaluations, durations),
                        trainSeconds,
                        scored.seconds(),
                        new Evidence(startingWeights, orderDigest.hex(), learner.weightsSha256(), leaked),
                        scored.predictions(),
                        new Raw(durations)));
    }
}
