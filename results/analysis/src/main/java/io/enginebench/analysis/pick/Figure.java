package io.enginebench.analysis.pick;

import io.enginebench.analysis.timing.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a limit can be set to. */
public sealed interface Figure {
    /** Its name in words. */
    String text();

    /** The unit of its values; empty for a share or a number without one. */
    String unit();

    /** The direction. */
    boolean higherIsBetter();

    /** A score of a whole evaluation. */
    enum Score implements Figure {
        /** Of a classification. */
        ACCURACY("accuracy", true, true),
        /** Of a classification. */
        MACRO_RECALL("macro_recall", true, true),
        /** Of a regression. */
        MSE("mse", false, false),
        /** Of a regression. */
        MAE("mae", false, false);

        private final String metric;
        private final boolean ofClassification;
        private final boolean higherIsBetter;

        Score(String metric, boolean ofClassification, boolean higherIsBetter) {
            this.metric = metric;
            this.ofClassification = ofClassification;
            this.higherIsBetter = higherIsBetter;
        }

        /** Whether it is of a classification; else of a regression. */
        boolean ofClassification() {
            return ofClassification;
        }

        @Override
        public String text() {
            return metric;
        }

        @Override
        public String unit() {
            return "";
        }

        @Override
        public boolean higherIsBetter() {
            return higherIsBetter;
        }
    }

    /** The recall of one class. */
    record Recall(String className) implements Figure {
        @Override
        public String text() {
            return "recall " + className;
        }

        @Override
        public String unit() {
            return "";
        }

        @Override
        public boolean higherIsBetter() {
            return true;
        }
    }

    /** The largest resident set of a process, in megabytes of 10^6 bytes. */
    record PeakRss() implements Figure {
        @Override
        public String text() {
            return "peak RSS";
        }

        @Override
        public String unit() {
            return "MB";
        }

        @Override
        public boolean higherIsBetter() {
            return false;
        }
    }

    /**
     * A percentile of the time of single calls, in milliseconds.
     *
     * @param percentile one of {@link Latencies#PERCENTILES}
     */
    record Latency(double percentile) implements Figure {
        @Override
        public String text() {
            return "latency " + name(percentile);
        }

        @Override
        public String unit() {
            return "ms";
        }

        @Override
        public boolean higherIsBetter() {
            return false;
        }

        private static String name(double percentile) {
            return "p" + (percentile == Math.rint(percentile) ? String.valueOf((long) percentile) : "" + percentile);
        }
    }

    /** The names of the figures that need nothing but their name. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Score score : Score.values()) {
            names.add(score.text());
        }
        Latencies.PERCENTILES.forEach(percentile -> names.add("latency_" + Latency.name(percentile)));
        return names;
    }

    /** The figure of such a name. */
    static Optional<Figure> named(String name) {
        for (Score score : Score.values()) {
            if (score.text().equals(name)) {
                return Optional.of(score);
            }
        }
        return Latencies.PERCENTILES.stream()
                .filter(percentile -> name.equals("latency_" + Latency.name(percentile)))
                .findFirst()
                .map(Latency::new);
    }
}
