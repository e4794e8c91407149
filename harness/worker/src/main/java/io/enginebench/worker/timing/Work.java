package io.enginebench.worker.timing;

import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.worker.learn.Answerer;
import io.enginebench.worker.learn.DeviceRows;
import io.enginebench.worker.learn.Draws;
import io.enginebench.worker.learn.Draws.Purpose;
import io.enginebench.worker.learn.Learner;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What is done between two readings of the clock: a window of steps of a {@link Learner} or batches of an {@link Answerer}, the
 * same code that trains and evaluates. Each kind of work starts and ends with nothing left in the engine's queue.
 */
abstract sealed class Work {
    /** Progress is told of between windows. */
    static final IntConsumer UNHEARD = rows -> {};

    final DeviceRows rows;
    final int batch;

    private Work(ThroughputSpec spec, DeviceRows rows) {
        this.rows = rows;
        this.batch = spec.globalBatchSize();
    }

    /** The work of a cell on rows that are on the device: training, if what it is for can learn. */
    static Work of(ThroughputSpec spec, Answerer answerer, DeviceRows rows) {
        if (answerer instanceof Learner learner) {
            return new Training(spec, learner, rows);
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

    /** Draws what the next window needs, outside the clock. */
    void prepare() {}

    /** One window. */
    abstract void run();

    /** Rows in a window: a full batch for each step, but in the last one of an epoch. */
    int rows() {
        return rows.count();
    }

    /** Steps in a window. */
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
     */
    private static final class Training extends Work {
        private final Learner learner;
        private final RandomGenerator orders;
        private final int[] window;
        private int[] epoch = {};
        private int next;
        private float loss;

        Training(ThroughputSpec spec, Learner learner, DeviceRows rows) {
            super(spec, rows);
            this.learner = learner;
            this.orders = Draws.stream(spec.seed(), Purpose.ORDER, null);
            this.window = new int[rowsPerWindow(spec, rows.count())];
        }

        @Override
        void first() {
            learner.trainEpoch(
                    rows, IntStream.range(0, batch).map(i -> i % rows.count()).toArray(), batch, UNHEARD);
        }

        @Override
        void prepare() {
            for (int i = 0; i < window.length; i++) {
                if (next == epoch.length) {
                    epoch = Draws.permutation(orders, rows.count());
                    next = 0;
                }
                window[i] = epoch[next++];
            }
        }

        @Override
        void run() {
            loss = learner.trainEpoch(rows, window, batch, UNHEARD);
        }

        @Override
        int rows() {
            return window.length;
        }

        @Override
        boolean isFinite() {
            return Float.isFinite(loss);
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
        private final long[] callsNs;

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
        void run() {
            long before = System.nanoTime();
            for (int call = 0; call < answers.length; call++) {
                int from = call * rowsPerCall;
                answers[call] = answerer.answer(rows, from, from + rowsPerCall, batch, UNHEARD);
                long after = System.nanoTime();
                callsNs[call] = after - before;
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
