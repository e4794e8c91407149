package io.enginebench.worker;

import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingFigures;
import io.enginebench.analysis.timing.Windows;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Mode;
import io.enginebench.record.cell.Protocol;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.ColdStart;
import io.enginebench.record.cell.ThroughputCell.Memory;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.cell.ThroughputCell.Warmup;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.cell.WorkerJob;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Times one cell in a process that does nothing else. */
final class TimingRunner {
    /** More rows would only make each of hundreds of processes start more slowly. */
    private static final int MOST_ROWS = 12_800;

    private final EngineSession session;
    private final Progress progress;
    private final ProcessStart process;
    private final OptionalLong loadedRss;

    /** A runner, made as soon as the engine is loaded. */
    TimingRunner(EngineSession session, Progress progress, ProcessStart process) {
        this.session = session;
        this.progress = progress;
        this.process = process;
        this.loadedRss = LinuxFacts.residentBytes();
    }

    ThroughputCell run(WorkerJob.Time job) throws IOException {
        ThroughputSpec spec = job.cell();
        progress.timing(spec.id());
        QualitySpec training = training(spec);
        Partition partition = Partition.of(training, Path.of(job.dataFolder()));
        Rows wanted = spec.mode().trains()
                ? partition.train()
                : partition.test().at(Work.positions(spec, partition.test().count()));
        session.adapter().seed(session.engine(), spec.seed());
        long start = System.nanoTime();
        try (Learner learner = new Learner(session, training)) {
            long made = System.nanoTime();
            try (Learner.DeviceRows rows = learner.load(wanted)) {
                session.adapter().awaitAll();
                long loaded = System.nanoTime();
                firstBatch(spec, learner, rows);
                double firstBatchMillis = (made - start + System.nanoTime() - loaded) / 1e6;
                Work work = Work.of(spec, learner, rows);
                Measurement measurement = new Measurement(spec, work, progress);
                List<Long> windowsNs = WindowBenchmark.run(measurement, spec.windows());
                return measurement.finite()
                        ? cell(spec, work, measurement, windowsNs, firstBatchMillis)
                        : ThroughputCell.ended(
                                spec, CellStatus.DIVERGED, "losses and outputs must be finite, got others", null);
            }
        }
    }

    private ThroughputCell cell(
            ThroughputSpec spec, Work work, Measurement measurement, List<Long> windowsNs, double firstBatchMillis) {
        @Nullable Latencies latencies = spec.timesSingleCalls() ? Latencies.of(measurement.callsNs()) : null;
        TimingRaw raw = new TimingRaw(
                work.steps(),
                spec.mode() == Mode.EPOCH ? work.rows() : null,
                windowsNs,
                latencies == null ? null : latencies.count(),
                latencies == null ? null : latencies.encoded());
        return ThroughputCell.measured(
                spec,
                TimingFigures.of(spec.mode(), spec.globalBatchSize(), raw),
                new Warmup(new Windows(windowsNs).shapeAfter(measurement.warmupNs()), measurement.warmupNs()),
                measurement.load(),
                // The campaign's check of the engines has unpacked the natives before any cell starts.
                new ColdStart(process.jvmMillis(), 0, session.startMillis(), firstBatchMillis),
                memory(),
                raw);
    }

    private @Nullable Memory memory() {
        OptionalLong now = LinuxFacts.residentBytes();
        return process.rssBytes().isEmpty() || loadedRss.isEmpty() || now.isEmpty()
                ? null
                : new Memory(process.rssBytes().getAsLong(), loadedRss.getAsLong(), now.getAsLong());
    }

    private static void firstBatch(ThroughputSpec spec, Learner learner, Learner.DeviceRows rows) {
        int batch = Math.min(spec.globalBatchSize(), rows.count());
        if (spec.mode().trains()) {
            int[] first = new int[spec.globalBatchSize()];
            for (int i = 0; i < first.length; i++) {
                first[i] = i % batch;
            }
            learner.trainEpoch(rows, first, first.length, Work.UNHEARD);
        } else {
            learner.answer(rows, 0, batch, spec.task().outputs(), batch, Work.UNHEARD);
        }
    }

    /** The training that the cell is a part of: the same weights and rows, the cell's batch. */
    private static QualitySpec training(ThroughputSpec spec) {
        HyperParameters own = spec.task().hyperParameters();
        return new QualitySpec(
                spec.id(),
                spec.engine(),
                spec.device(),
                spec.task(),
                spec.model(),
                Protocol.CLEAN,
                spec.task().split() instanceof Split.KFold ? 0 : null,
                spec.seed(),
                spec.threads(),
                new HyperParameters(
                        1,
                        spec.globalBatchSize(),
                        own.optName(),
                        own.optBaseLearningRate(),
                        own.optEpsilon(),
                        MOST_ROWS,
                        null));
    }
}
