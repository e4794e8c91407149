package io.enginebench.analysis.score;

import io.enginebench.analysis.stats.Separation;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The figures that follow from how sure a network is, each by the formula of its {@link Metric}. */
public final class ProbabilityScores {
    private static final int TOP = 5;
    private static final int BINS = 15;

    private final int classes;
    private final List<Integer> labels;
    /** (row, class): the softmax of the logits. */
    private final double[] p;
    /** The same for the logits, of which two that are equal stay so. */
    private final float[] logits;

    private ProbabilityScores(float[] logits, List<Integer> labels, int classes) {
        this.classes = classes;
        this.labels = labels;
        this.logits = logits;
        this.p = new double[logits.length];
        for (int row = 0; row < labels.size(); row++) {
            int from = row * classes;
            double most = max(i -> logits[i], from);
            double sum = 0;
            for (int i = from; i < from + classes; i++) {
                p[i] = Math.exp(logits[i] - most);
                sum += p[i];
            }
            for (int i = from; i < from + classes; i++) {
                p[i] /= sum;
            }
        }
    }

    /**
     * The scores by the name of their metric, those left out that a task of these classes and rows has not.
     *
     * @param logits (row, class), finite
     * @param labels (row), 0..classes-1
     */
    public static Map<String, Score> of(float[] logits, List<Integer> labels, int classes) {
        ProbabilityScores scores = new ProbabilityScores(logits, labels, classes);
        Map<String, Score> all = new LinkedHashMap<>();
        if (classes > TOP) {
            put(all, Metric.TOP_5_ACCURACY, scores.topAccuracy());
        }
        put(all, Metric.LOG_LOSS, scores.logLoss());
        put(all, Metric.CALIBRATION_ERROR, scores.calibrationError());
        scores.overClasses(ProbabilityScores::rocAuc).ifPresent(score -> put(all, Metric.ROC_AUC, score));
        scores.overClasses(ProbabilityScores::averagePrecision)
                .ifPresent(score -> put(all, Metric.AVERAGE_PRECISION, score));
        return all;
    }

    private static void put(Map<String, Score> all, Metric metric, double score) {
        all.put(metric.id(), metric.of(score));
    }

    private double max(IntToDoubleFunction value, int from) {
        return IntStream.range(from, from + classes).mapToDouble(value).max().orElseThrow();
    }

    private double topAccuracy() {
        int hits = 0;
        for (int row = 0; row < labels.size(); row++) {
            int from = row * classes;
            int own = from + labels.get(row);
            int before = (int) IntStream.range(from, from + classes)
                    .filter(i -> logits[i] > logits[own] || (logits[i] == logits[own] && i < own))
                    .count();
            hits += before < TOP ? 1 : 0;
        }
        return hits / (double) labels.size();
    }

    /** By way of the logits: a p that is rounded to 0 has a logarithm all the same. */
    private double logLoss() {
        double sum = 0;
        for (int row = 0; row < labels.size(); row++) {
            int from = row * classes;
            double most = max(i -> logits[i], from);
            double total = IntStream.range(from, from + classes)
                    .mapToDouble(i -> Math.exp(logits[i] - most))
                    .sum();
            sum += Math.log(total) - (logits[from + labels.get(row)] - most);
        }
        return sum / labels.size();
    }

    private double calibrationError() {
        double[] surplus = new double[BINS];
        for (int row = 0; row < labels.size(); row++) {
            int from = row * classes;
            double sure = max(i -> p[i], from);
            int answer = IntStream.range(0, classes)
                    .boxed()
                    .max(Comparator.comparingDouble((Integer c) -> logits[from + c])
                            .thenComparing(Comparator.reverseOrder()))
                    .orElseThrow();
            int bin = Math.max(0, (int) Math.ceil(sure * BINS) - 1);
            surplus[bin] += sure - (answer == labels.get(row) ? 1 : 0);
        }
        return Arrays.stream(surplus).map(Math::abs).sum() / labels.size();
    }

    /** How well a class's p tells its rows from the others. */
    @FunctionalInterface
    private interface OfClass {
        double score(double[] members, double[] others);
    }

    private OptionalDouble overClasses(OfClass of) {
        return IntStream.range(classes == 2 ? 1 : 0, classes)
                .filter(c -> labels.contains(c) && labels.stream().anyMatch(label -> label != c))
                .mapToDouble(c -> of.score(ofRows(c, true), ofRows(c, false)))
                .average();
    }

    private double[] ofRows(int c, boolean members) {
        return IntStream.range(0, labels.size())
                .filter(row -> (labels.get(row) == c) == members)
                .mapToDouble(row -> p[row * classes + c])
                .toArray();
    }

    private static double rocAuc(double[] members, double[] others) {
        return Separation.rocAuc(members, others);
    }

    private static double averagePrecision(double[] members, double[] others) {
        double[] right = Arrays.stream(members).sorted().toArray();
        double[] wrong = Arrays.stream(others).sorted().toArray();
        double sum = 0;
        int found = 0;
        int mistaken = 0;
        for (int i = right.length - 1; i >= 0; ) {
            double threshold = right[i];
            int before = found;
            for (; i >= 0 && right[i] >= threshold; i--) {
                found++;
            }
            while (mistaken < wrong.length && wrong[wrong.length - 1 - mistaken] >= threshold) {
                mistaken++;
            }
            sum += (found - before) * (double) found / (found + mistaken);
        }
        return sum / right.length;
    }
}
