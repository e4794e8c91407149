package io.enginebench.worker.timing;

import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingFigures;
import io.enginebench.analysis.timing.Windows;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.Rows;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.ColdStart;
import io.enginebench.record.cell.ThroughputCell.Memory;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.cell.ThroughputCell.Warmup;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.worker.learn.Partition;
import io.enginebench.worker.session.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Times cells, one after the other, in a process that does nothing else. */
public final class TimingRunner {
    /** More rows would only make each of hundreds of processes start more slowly. */
    private static final int MOST_ROWS = 12_800;

    private final EngineSession session;
    private final Progress progress;
    private final ProcessStart process;
    private final @Nullable Long loadedRss;
    /** Cells so far. */
    private int timed;

    /** A runner, made as soon as the engine is loaded. */
    public TimingRunner(EngineSession session, Progress progress, ProcessStart process) {
        this.session = session;
        this.progress = progress;
        this.process = process;
        this.loadedRss = LinuxFacts.residentBytes();
    }

    /**
     * Times a cell. What a process shows once, its start, is the first one's.
     *
     * @param data holds a folder for each task with its arrays
     */
    public ThroughputCell run(ThroughputSpec spec, Path data) throws IOException {
        int before = timed++;
        progress.timing(spec.id());
        QualitySpec training = training(spec);
        Partition partition = Partition.of(training, data);
        Rows wanted = spec.mode().trains()
                ? partition.train()
                : partition.test().at(Work.positions(spec, partition.test().count()));
        Supplier<Learner> fresh = () -> {
            session.seed(spec.seed());
            return session.learner(training, Learner.Purpose.LEARN);
        };
        session.seed(spec.seed());
        long start = System.nanoTime();
        try (Answerer answerer =
                spec.mode().trains() ? session.learner(training, Learner.Purpose.LEARN) : session.answerer(training)) {
            double networkMillis = (System.nanoTime() - start) / 1e6 - answerer.preparationMillis();
            try (DeviceRows rows = answerer.load(wanted);
                    Work work = Work.of(spec, answerer, rows, fresh)) {
                long loaded = System.nanoTime();
                work.first();
                double firstBatchMillis = networkMillis + (System.nanoTime() - loaded) / 1e6;
                ColdStart coldStart = before > 0
                        ? null
                        : new ColdStart(process.jvmMillis(), session.startMillis(), networkMillis, firstBatchMillis);
                Measurement measurement = new Measurement(spec, work, progress);
                List<Long> windowsNs = WindowBenchmark.run(measurement, spec.windows());
                return measurement.finite()
                        ? cell(spec, work, measurement, windowsNs, before, coldStart)
                        : spec.ended(new Outcome.Ended(
                                CellStatus.DIVERGED, "losses and outputs must be finite, got others"));
            }
        }
    }

    private ThroughputCell cell(
            ThroughputSpec spec,
            Work work,
            Measurement measurement,
            List<Long> windowsNs,
            int before,
            @Nullable ColdStart coldStart) {
        @Nullable Latencies latencies = spec.timing().singleCalls() ? Latencies.of(measurement.callsNs()) : null;
        TimingRaw raw = new TimingRaw(
                work.steps(),
                work.firstStep(),
                work.times() == 1 ? null : (Integer) work.times(),
                spec.mode() == Mode.EPOCH ? work.rows() : null,
                before == 0 ? null : (Integer) before,
                windowsNs,
                latencies == null ? null : latencies.count(),
                latencies == null ? null : latencies.encoded());
        return spec.measured(new Outcome.Timed(
                TimingFigures.of(spec.mode(), spec.globalBatchSize(), raw),
                new Warmup(new Windows(windowsNs).shapeAfter(measurement.warmupNs()), measurement.warmupNs()),
                measurement.load(),
                coldStart,
                before > 0 ? null : memory(),
                raw));
    }

    private @Nullable Memory memory() {
        Long now = LinuxFacts.residentBytes();
        return process.rssBytes() == null || loadedRss == null || now == null
                ? null
                : new Memory(process.rssBytes(), loadedRss, now);
    }

    /** The training that the cell is a part of: the same weights and rows, the cell's batch. */
    private static QualitySpec training(ThroughputSpec spec) {
        HyperParameters own = spec.task().hyperParameters();
        return new QualitySpec(
                spec.task(),
                spec.setting(),
                new HyperParameters(1, spec.globalBatchSize(), own.optimiser(), own.loss(), MOST_ROWS, null, null),
                null);
    }
}
