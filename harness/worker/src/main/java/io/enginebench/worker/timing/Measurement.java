package io.enginebench.worker.timing;

import io.enginebench.analysis.timing.Windows;
import io.enginebench.record.cell.ThroughputCell.Load;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.worker.session.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One cell's windows: those of the warm-up, which it times itself, and those that JMH times. */
final class Measurement {
    /** Of the time that a window took, what is added to it in the control that must be detected: 1/10. */
    private static final long DELAY_DIVISOR = 10;

    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(ThroughputSpec.WINDOW_MILLIS);
    private static final int MOST_REPEATS = 1 << 12;

    private final ThroughputSpec spec;
    private final Work work;
    private final Progress progress;
    private final List<Long> warmupNs = new ArrayList<>();
    private final List<long[]> calls = new ArrayList<>();
    private final LoadMeter meter = new LoadMeter();
    private int measured;
    private boolean finite = true;
    private @Nullable Load load;

    Measurement(ThroughputSpec spec, Work work, Progress progress) {
        this.spec = spec;
        this.work = work;
        this.progress = progress;
    }

    /**
     * Runs windows until the last {@value Windows#STEADY_WINDOWS} agree, or as many as the cell allows. Runs on the thread that
     * is measured afterwards, because an engine's OpenMP team belongs to the thread that calls it.
     */
    void warmUp() {
        if (spec.sizedByMeasure()) {
            size();
        }
        while (warmupNs.size() < spec.mostWarmupWindows()
                && (warmupNs.isEmpty() || !new Windows(warmupNs).endSteadily())) {
            work.prepare();
            long start = System.nanoTime();
            window();
            warmupNs.add(System.nanoTime() - start);
            look();
        }
    }

    /**
     * Doubles what a window does until twice as much would last longer than is meant. A power of two, so that processes of like speed come to
     * the same number; and step by step, because what an engine makes at first use is long beside a window that is too short.
     */
    private void size() {
        while (work.times() < MOST_REPEATS && 2 * Math.min(tried(), tried()) <= WINDOW_NANOS) {
            work.repeat(2 * work.times());
        }
    }

    private long tried() {
        work.prepare();
        long start = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - start;
        look();
        return nanos;
    }

    void prepare() {
        work.prepare();
        meter.start();
    }

    /** What the clock sees. */
    void window() {
        if (spec.timing().control() == ControlArm.DELAYED) {
            delayed();
        } else {
            work.run();
        }
    }

    /** Works, then spins for a tenth of the time that took: a sleep would end late, and let the CPU slow down. */
    private void delayed() {
        long start = System.nanoTime();
        work.run();
        long now = System.nanoTime();
        long end = now + (now - start) / DELAY_DIVISOR;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    /** Outside the clock: checks and keeps what a measured window gave. */
    void keep() {
        meter.stop();
        measured++;
        look();
        calls.add(work.callsNs());
    }

    void end() {
        load = meter.read((long) Math.max(1, measured) * work.steps() * work.times());
    }

    private void look() {
        finite = finite && work.isFinite();
        progress.add(work.rows() * work.times());
    }

    List<Long> warmupNs() {
        return List.copyOf(warmupNs);
    }

    /** Every measured call for answers. */
    long[] callsNs() {
        return calls.stream().flatMapToLong(LongStream::of).toArray();
    }

    /** Whether every number that came out was finite. */
    boolean finite() {
        return finite;
    }

    Load load() {
        if (load == null) {
            throw new IllegalStateException("JMH ended without ending the trial");
        }
        return load;
    }
}
