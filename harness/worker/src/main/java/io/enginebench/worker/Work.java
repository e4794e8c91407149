package io.enginebench.worker;

import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.worker.Draws.Purpose;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What is done between two readings of the clock: a window of steps of a {@link Learner}, the same code that trains and
 * evaluates. Each kind of work starts and ends with nothing left in the engine's queue.
 */
sealed interface Work {
    /** Progress is told of between windows. */
    IntConsumer UNHEARD = rows -> {};

    /** Draws what the next window needs, outside the clock. */
    void prepare();

    /** One window. */
    void run();

    /** Steps in a window. */
    int steps();

    /** Rows in a window: a full batch for each step, but in the last one of an epoch. */
    int rows();

    /**
     * Whether all numbers that the last window gave were finite. Looked at outside the clock.
     *
     * @return false if the engine computed nonsense, whose speed means nothing
     */
    boolean isFinite();

    /** The work of a cell on rows that are on the device. */
    static Work of(ThroughputSpec spec, Learner learner, Learner.DeviceRows rows) {
        if (spec.mode().trains()) {
            return new Training(spec, learner, rows);
        }
        return spec.timing().singleCalls() ? new SingleCalls(spec, learner, rows) : new Answering(spec, learner, rows);
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

    /**
     * Training steps on shuffled rows, one epoch's order after the other: a part of an epoch or a whole one. The gather at the
     * start of {@link Learner#trainEpoch} and the read of the loss at its end are part of the window.
     */
    final class Training implements Work {
        private final Learner learner;
        private final Learner.DeviceRows rows;
        private final int batch;
        private final RandomGenerator orders;
        private final int[] window;
        private int[] epoch = {};
        private int next;
        private float loss;

        Training(ThroughputSpec spec, Learner learner, Learner.DeviceRows rows) {
            this.learner = learner;
            this.rows = rows;
            this.batch = spec.globalBatchSize();
            this.orders = Draws.stream(spec.seed(), Purpose.ORDER, 0);
            this.window = new int[rowsPerWindow(spec, rows.count())];
        }

        @Override
        public void prepare() {
            for (int i = 0; i < window.length; i++) {
                if (next == epoch.length) {
                    epoch = Draws.permutation(orders, rows.count());
                    next = 0;
                }
                window[i] = epoch[next++];
            }
        }

        @Override
        public int steps() {
            return (window.length + batch - 1) / batch;
        }

        @Override
        public int rows() {
            return window.length;
        }

        @Override
        public void run() {
            loss = learner.trainEpoch(rows, window, batch, UNHEARD);
        }

        @Override
        public boolean isFinite() {
            return Float.isFinite(loss);
        }
    }

    /** Batches queued one behind the other, all answers read at the window's end. */
    final class Answering implements Work {
        private final Learner learner;
        private final Learner.DeviceRows rows;
        private final int batch;
        private final int outputs;
        private float[] answers = {};

        Answering(ThroughputSpec spec, Learner learner, Learner.DeviceRows rows) {
            this.learner = learner;
            this.rows = rows;
            this.batch = spec.globalBatchSize();
            this.outputs = spec.task().outputs();
        }

        @Override
        public void prepare() {}

        @Override
        public int steps() {
            return rows.count() / batch;
        }

        @Override
        public int rows() {
            return rows.count();
        }

        @Override
        public void run() {
            answers = learner.answer(rows, outputs, batch, UNHEARD);
        }

        @Override
        public boolean isFinite() {
            return allFinite(answers);
        }
    }

    /** Single rows, the answers to each read before the next is handed in, each call timed by itself as well. */
    final class SingleCalls implements Work {
        private final Learner learner;
        private final Learner.DeviceRows rows;
        private final int outputs;
        private final float[] answers;
        private final long[] durationsNs;

        SingleCalls(ThroughputSpec spec, Learner learner, Learner.DeviceRows rows) {
            this.learner = learner;
            this.rows = rows;
            this.outputs = spec.task().outputs();
            this.answers = new float[rows.count() * outputs];
            this.durationsNs = new long[rows.count()];
        }

        @Override
        public void prepare() {}

        @Override
        public int steps() {
            return durationsNs.length;
        }

        @Override
        public int rows() {
            return durationsNs.length;
        }

        @Override
        public void run() {
            long before = System.nanoTime();
            for (int row = 0; row < durationsNs.length; row++) {
                float[] answer = learner.answer(rows, row, row + 1, outputs, 1, UNHEARD);
                System.arraycopy(answer, 0, answers, row * outputs, outputs);
                long after = System.nanoTime();
                durationsNs[row] = after - before;
                before = after;
            }
        }

        @Override
        public boolean isFinite() {
            return allFinite(answers);
        }

        /** Nanoseconds of each call of the last window, in order. */
        long[] durationsNs() {
            return durationsNs.clone();
        }
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
