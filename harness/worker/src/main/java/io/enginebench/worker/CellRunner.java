package io.enginebench.worker;

import io.enginebench.analysis.score.Baseline;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.EpochScores;
import io.enginebench.record.cell.Evidence;
import io.enginebench.record.cell.Metrics;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.Raw;
import io.enginebench.record.cell.WorkerFiles;
import io.enginebench.record.cell.WorkerJob;
import io.enginebench.record.json.Json;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import io.enginebench.worker.Draws.Purpose;
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
final class CellRunner {
    private final EngineSession session;
    private final Progress progress;
    private final Path results;

    CellRunner(EngineSession session, Progress progress, Path results) {
        this.session = session;
        this.progress = progress;
        this.results = results;
    }

    void run(WorkerJob.Train job) throws IOException {
        Path data = Path.of(job.dataFolder());
        @Nullable Learner carried = null;
        try {
            BitSet trainedOn = new BitSet();
            for (QualitySpec spec : job.cells()) {
                session.adapter().seed(session.engine(), spec.seed());
                QualityCell result;
                if (job.carryWeights()) {
                    carried = carried == null ? new Learner(session, spec) : carried;
                    result = measure(spec, data, carried, trainedOn);
                } else {
                    try (Learner fresh = new Learner(session, spec)) {
                        result = measure(spec, data, fresh, new BitSet());
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
    void run(WorkerJob.Ask job) throws IOException {
        for (CrossSpec spec : job.cells()) {
            try (Learner learner = new Learner(session, spec.trained())) {
                learner.take(
                        Npy.read(Path.of(job.trainedFolder(), spec.trained().id(), WorkerFiles.WEIGHTS)));
                Evaluation evaluation = Evaluation.of(
                        session,
                        learner,
                        spec.id(),
                        spec.task(),
                        Partition.of(spec.trained(), Path.of(job.dataFolder())).test(),
                        progress);
                write(
                        evaluation instanceof Evaluation.Scored scored
                                ? CrossCell.measured(
                                        spec, scored.metrics(), learner.weightsSha256(), scored.predictions())
                                : CrossCell.ended(
                                        spec, CellStatus.DIVERGED, ((Evaluation.Diverged) evaluation).reason(), null));
            }
        }
    }

    private void write(CellResult result) throws IOException {
        Json.write(folder(result.id()).resolve(WorkerFiles.RESULT), result);
    }

    private Path folder(String cell) throws IOException {
        return Files.createDirectories(results.resolve(cell));
    }

    /**
     * Trains and evaluates.
     *
     * @param trainedOn numbers of the rows that the learner has been trained on before; those of this cell are added
     */
    private QualityCell measure(QualitySpec spec, Path data, Learner learner, BitSet trainedOn) throws IOException {
        TaskDescriptor task = spec.task();
        Partition partition = Partition.of(spec, data);
        float[] truth = partition.test().truth();
        float[] learnt = partition.train().truth();
        checkLabels(task, truth);
        checkLabels(task, learnt);
        int train = partition.train().count();
        Arrays.stream(partition.train().numbers()).forEach(trainedOn::set);
        int leaked = task.split() instanceof Split.HoldOut
                ? 0 // Training and test rows are numbered in files of their own.
                : (int) Arrays.stream(partition.test().numbers())
                        .filter(trainedOn::get)
                        .count();
        int batchSize = spec.hyperParameters().globalBatchSize();
        RandomGenerator orders = Draws.stream(spec.seed(), Purpose.ORDER, spec.fold() == null ? 0 : spec.fold());
        String startingWeights = learner.weightsSha256();
        Digest orderDigest = new Digest();
        List<Double> losses = new ArrayList<>();
        List<Long> durations = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        List<Long> evaluations = new ArrayList<>();
        @Nullable Evaluation evaluation = null;

        try (Learner.DeviceRows rows = learner.load(partition.train())) {
            session.adapter().awaitAll();
            for (int epoch = 1; epoch <= spec.hyperParameters().epochs(); epoch++) {
                int[] order = Draws.permutation(orders, train);
                orderDigest.add(order);
                progress.training(spec.id(), epoch);
                long start = System.nanoTime();
                float loss = learner.trainEpoch(rows, order, batchSize, progress::add);
                durations.add(System.nanoTime() - start);
                if (!Float.isFinite(loss)) {
                    return QualityCell.ended(
                            spec,
                            CellStatus.DIVERGED,
                            "loss must be finite, got " + loss + " in epoch " + epoch,
                            losses,
                            null);
                }
                losses.add((double) loss);
                if (spec.target() != null) {
                    evaluation = Evaluation.of(session, learner, spec.id(), task, partition.test(), progress);
                    // Some engines free arrays in their queue too, and the next epoch's clock is to find it empty.
                    session.adapter().awaitAll();
                    if (!(evaluation instanceof Evaluation.Scored after)) {
                        break;
                    }
                    scores.add(after.metrics().judged().score());
                    evaluations.add(after.durationNs());
                }
            }
        }
        if (evaluation == null) {
            evaluation = Evaluation.of(session, learner, spec.id(), task, partition.test(), progress);
        }
        if (evaluation instanceof Evaluation.Diverged diverged) {
            return QualityCell.ended(spec, CellStatus.DIVERGED, diverged.reason(), losses, null);
        }
        Evaluation.Scored scored = (Evaluation.Scored) evaluation;
        learner.parameters().write(folder(spec.id()).resolve(WorkerFiles.WEIGHTS));
        double trainSeconds = durations.stream().mapToLong(Long::longValue).sum() / 1e9;
        Metrics metrics = scored.metrics()
                .with(
                        Baseline.of(task, learnt, truth),
                        Metric.TRAIN_THROUGHPUT.of((double) train * durations.size() / trainSeconds),
                        Metric.INFER_THROUGHPUT.of(truth.length / scored.seconds()));
        return QualityCell.measured(
                spec,
                spec.hyperParameters().withRows(train, truth.length),
                metrics,
                losses,
                spec.target() == null
                        ? null
                        : EpochScores.of(task.kind(), spec.target(), scores, evaluations, durations),
                trainSeconds,
                scored.seconds(),
                new Evidence(startingWeights, orderDigest.hex(), learner.weightsSha256(), leaked),
                scored.predictions(),
                new Raw(durations));
    }

    /** One engine throws at a label that is no class, the other wraps it silently; neither gets to see one. */
    static void checkLabels(TaskDescriptor task, float[] labels) {
        if (task.kind() != TaskKind.CLASSIFICATION) {
            return;
        }
        for (float label : labels) {
            if (label != Math.rint(label) || label < 0 || label >= task.outputs()) {
                throw new IllegalArgumentException(
                        "label of task %s must be 0..%d, got %s".formatted(task.id(), task.outputs() - 1, label));
            }
        }
    }
}
