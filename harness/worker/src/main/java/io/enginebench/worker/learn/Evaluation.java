package io.enginebench.worker.learn;

import io.enginebench.analysis.score.ProbabilityScores;
import io.enginebench.analysis.score.Scores;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Rows;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.worker.session.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What became of a network that was asked for its answers to test rows. */
public sealed interface Evaluation {
    /**
     * It answered with numbers.
     *
     * @param durationNs from the first batch handed in to the last answer read, the rows being on the device already
     */
    record Scored(Predictions predictions, Metrics metrics, long durationNs) implements Evaluation {
        /** The duration. */
        public double seconds() {
            return durationNs / 1e9;
        }
    }

    /** It answered with something that is no finite number. */
    record Diverged(Outcome.Ended ended) implements Evaluation {}

    /**
     * Asks the network.
     *
     * @param cell the id of what asks
     * @param trained the training whose test rows they are
     */
    static Evaluation of(Answerer answerer, String cell, QualitySpec trained, Rows test, Progress progress)
            throws IOException {
        TaskDescriptor task = trained.task();
        progress.evaluating(cell);
        float[] outputs;
        long durationNs;
        try (DeviceRows rows = answerer.load(test)) {
            long start = System.nanoTime();
            outputs = answerer.answer(rows, trained.hyperParameters().answeredAtOnce(), progress::add);
            durationNs = System.nanoTime() - start;
        }
        for (float output : outputs) {
            if (!Float.isFinite(output)) {
                return new Diverged(new Outcome.Ended(CellStatus.DIVERGED, "outputs must be finite, got " + output));
            }
        }
        Predictions predictions = predictions(task, test, outputs);
        Metrics metrics = Scores.of(predictions, task.classes());
        return new Scored(
                predictions,
                predictions instanceof Predictions.Classes classes
                        ? metrics.and(ProbabilityScores.of(outputs, classes.labels(), task.outputs()))
                        : metrics,
                durationNs);
    }

    private static Predictions predictions(TaskDescriptor task, Rows test, float[] outputs) {
        List<Integer> numbers = Arrays.stream(test.numbers()).boxed().toList();
        float[] truth = test.truth();
        IntStream places = IntStream.range(0, truth.length);
        return switch (task.kind()) {
            case CLASSIFICATION ->
                new Predictions.Classes(
                        numbers,
                        whole(truth),
                        places.mapToObj(i -> argMax(outputs, i * task.outputs(), task.outputs()))
                                .toList());
            case MULTI_LABEL ->
                new Predictions.Labels(
                        numbers,
                        whole(truth),
                        places.mapToObj(i -> outputs[i] > 0 ? 1 : 0).toList());
            case REGRESSION -> new Predictions.Values(numbers, boxed(truth), boxed(outputs));
        };
    }

    private static List<Integer> whole(float[] truth) {
        return IntStream.range(0, truth.length).mapToObj(i -> (int) truth[i]).toList();
    }

    /** The position of the largest of {@code length} values, the first on ties. */
    private static int argMax(float[] values, int from, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }

    private static List<Float> boxed(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }
}
