package io.enginebench.worker.timing;

import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Draws.Purpose;
import io.enginebench.engines.spi.Learner;
import io.enginebench.record.cell.ThroughputSpec;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is done between two readings of the clock: a window of steps of a {@link Learner} or batches of an {@link Answerer}, the
 * same code that trains and evaluates. Each kind of work starts and ends with nothing left in the engine's queue, and every
 * window of a cell does the same.
 */
abstract sealed class Work implements AutoCloseable {
    /** Progress is told of between windows. */
    static final IntConsumer UNHEARD = rows -> {};

    final DeviceRows rows;
    final int batch;
    private int times = 1;

    private Work(ThroughputSpec spec, DeviceRows rows) {
        this.rows = rows;
        this.batch = spec.globalBatchSize();
    }

    /**
     * The work of a cell on rows that are on the device: training, if what it is for can learn.
     *
     * @param answerer makes the first batch of all, and owns the rows
     * @param fresh makes a learner that has learnt nothing, for each window of a training
     */
    static Work of(ThroughputSpec spec, Answerer answerer, DeviceRows rows, Supplier<Learner> fresh) {
        if (answerer instanceof Learner learner) {
            return new Training(spec, learner, rows, fresh);
        }
        return new Answering(spec, answerer, rows);
    }

    /** Numbers of the rows that a cell's windows use: for inference one window's, the data over and over. */
    static int[] positions(ThroughputSpec spec, int count) {
        return IntStream.range(0, rowsPerWindow(spec, count))
                .map(i -> i % count)
                .toArray();
    }

    private static int rowsPerWindow(ThroughputSpec spec, int epoch) {
        return spec.stepsPerWindow() == null ? epoch : spec.stepsPerWindow() * spec.globalBatchSize();
    }

    /** The first batch of all, before any window. */
    abstract void first();

    /** Makes what the next window starts from, outside the clock. */
    void prepare() {}

    /** 1-based number, in a training, of the first step of every window; 1 where windows leave nothing behind. */
    int firstStep() {
        return 1;
    }

    /** Frees what the last window worked on. */
    @Override
    public void close() {}

    /** Has each window do its steps so many times, one after the other; a training goes on. */
    void repeat(int often) {
        times = often;
    }

    /** How many times a window does its steps. */
    final int times() {
        return times;
    }

    /** One window. */
    final void run() {
        for (int time = 0; time < times; time++) {
            run(time);
        }
    }

    /**
     * Its steps, once.
     *
     * @param time from 0
     */
    abstract void run(int time);

    /** Rows in a window's steps: a full batch for each step, but in the last one of an epoch. */
    int rows() {
        return rows.count();
    }

    /** Steps in a window, once. */
    final int steps() {
        return (rows() + batch - 1) / batch;
    }

    /**
     * Whether all numbers that the last window gave were finite. Looked at outside the clock.
     *
     * @return false if the engine computed nonsense, whose speed means nothing
     */
    abstract boolean isFinite();

    /** Nanoseconds of each call for answers in the last window, in order. */
    long[] callsNs() {
        return new long[0];
    }

    /**
     * Training steps on shuffled rows, one epoch's order after the other: a part of an epoch or a whole one. The gather at the
     * start of {@link Learner#trainEpoch} and the read of the loss at its end are part of the window.
     *
     * <p>What a step costs depends on what the weights and the optimiser's moments have become, so each window has a learner of its
     * own, made from the seed, and does steps k + 1 to k + n of its training; the first k are not timed. A new learner rather
     * than the old one's weights set back: what an engine keeps of them elsewhere goes with the learner.
     */
    private static final class Training extends Work {
        private final Learner opening;
        private final Supplier<Learner> fresh;
        private final int[] untimed;
        private final int[] window;
        private @Nullable Learner learner;
        private float loss;

        Training(ThroughputSpec spec, Learner opening, DeviceRows rows, Supplier<Learner> fresh) {
            super(spec, rows);
            this.opening = opening;
            this.fresh = fresh;
            RandomGenerator orders = Draws.stream(spec.seed(), Purpose.ORDER, null);
            int[] positions = new int[spec.untimedSteps() * spec.globalBatchSize() + rowsPerWindow(spec, rows.count())];
            int[] epoch = {};
            for (int i = 0; i < positions.length; i++) {
                if (i % rows.count() == 0) {
                    epoch = Draws.permutation(orders, rows.count());
                }
                positions[i] = epoch[i % rows.count()];
            }
            this.untimed = Arrays.copyOf(positions, spec.untimedSteps() * spec.globalBatchSize());
            this.window = Arrays.copyOfRange(positions, untimed.length, positions.length);
        }

        @Override
        void first() {
            opening.trainEpoch(
                    rows, IntStream.range(0, batch).map(i -> i % rows.count()).toArray(), batch, UNHEARD);
        }

        @Override
        void prepare() {
            close();
            learner = fresh.get();
            if (untimed.length > 0) {
                learner.trainEpoch(rows, untimed, batch, UNHEARD);
            }
        }

        @Override
        void run(int time) {
            loss = Objects.requireNonNull(learner, "prepare comes first").trainEpoch(rows, window, batch, UNHEARD);
        }

        @Override
        int rows() {
            return window.length;
        }

        @Override
        int firstStep() {
            return untimed.length / batch + 1;
        }

        @Override
        boolean isFinite() {
            return Float.isFinite(loss);
        }

        @Override
        public void close() {
            if (learner != null) {
                learner.close();
                learner = null;
            }
        }
    }

    /**
     * Batches queued one behind the other, all answers read at the window's end. Or single rows, the answers to each read before
     * the next is handed in, each such call timed by itself as well.
     */
    private static final class Answering extends Work {
        private final Answerer answerer;
        private final int rowsPerCall;
        private final float[][] answers;
        private long[] callsNs;

        Answering(ThroughputSpec spec, Answerer answerer, DeviceRows rows) {
            super(spec, rows);
            this.answerer = answerer;
            this.rowsPerCall = spec.timing().singleCalls() ? 1 : rows.count();
            this.answers = new float[rows.count() / rowsPerCall][];
            this.callsNs = new long[answers.length];
        }

        @Override
        void first() {
            answerer.answer(rows, 0, Math.min(batch, rows.count()), batch, UNHEARD);
        }

        @Override
        void repeat(int often) {
            super.repeat(often);
            callsNs = new long[answers.length * often];
        }

        @Override
        void run(int time) {
            int first = time * answers.length;
            long before = System.nanoTime();
            for (int call = 0; call < answers.length; call++) {
                int from = call * rowsPerCall;
                answers[call] = answerer.answer(rows, from, from + rowsPerCall, batch, UNHEARD);
                long after = System.nanoTime();
                callsNs[first + call] = after - before;
                before = after;
            }
        }

        @Override
        boolean isFinite() {
            return Arrays.stream(answers).allMatch(Answering::allFinite);
        }

        @Override
        long[] callsNs() {
            return callsNs.clone();
        }

        private static boolean allFinite(float[] values) {
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
            return values.length > 0;
        }
    }
}
