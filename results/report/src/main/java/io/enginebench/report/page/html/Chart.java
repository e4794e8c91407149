package io.enginebench.report.page.html;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A chart that needs no more computing to be drawn: it goes into the page as JSON.
 *
 * @param band a range of x that means no difference
 */
public record Chart(
        Kind kind,
        Axis x,
        Axis y,
        List<Series> series,
        @Nullable Band band) {
    public Chart {
        series = List.copyOf(series);
    }

    /** Points joined by lines. */
    public static Chart lines(String x, String y, List<Series> series) {
        return new Chart(Kind.LINE, Axis.of(x, Scale.LINEAR), Axis.of(y, Scale.LINEAR), series, null);
    }

    /** The same of positive numbers, by their ratios. */
    public static Chart logLines(String x, String y, List<Series> series) {
        return new Chart(Kind.LINE, Axis.of(x, Scale.LOG), Axis.of(y, Scale.LOG), series, null);
    }

    /** Points alone. */
    public static Chart points(String x, String y, List<Series> series) {
        return new Chart(Kind.POINT, Axis.of(x, Scale.LINEAR), Axis.of(y, Scale.LINEAR), series, null);
    }

    /** Bars that stand on 0, one group for each category of x. */
    public static Chart bars(String x, List<String> categories, String y, List<Series> series) {
        return new Chart(Kind.BAR, new Axis(x, Scale.CATEGORY, categories), Axis.of(y, Scale.LINEAR), series, null);
    }

    /**
     * Categories of y from top to bottom, values of x as points with their intervals.
     *
     * @param ratios whether x is drawn by its logarithm, so that twice and half are as far from 1
     */
    public static Chart intervals(
            String x, boolean ratios, List<String> categories, List<Series> series, @Nullable Band band) {
        return new Chart(
                Kind.INTERVAL,
                Axis.of(x, ratios ? Scale.LOG : Scale.LINEAR),
                new Axis("", Scale.CATEGORY, categories),
                series,
                band);
    }

    /** How a series is drawn. */
    enum Kind {
        LINE,
        POINT,
        BAR,
        INTERVAL;

        @JsonValue
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How an axis counts. */
    enum Scale {
        LINEAR,
        LOG,
        CATEGORY;

        @JsonValue
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An axis.
     *
     * @param categories of a category axis, else empty
     */
    record Axis(String name, Scale scale, List<String> categories) {
        Axis {
            categories = List.copyOf(categories);
        }

        static Axis of(String name, Scale scale) {
            return new Axis(name, scale, List.of());
        }
    }

    /**
     * What belongs to one engine.
     *
     * @param engine its place in the palette; -1 for what is no engine's
     */
    public record Series(String name, int engine, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * A point.
     *
     * @param x a value, or the number of a category
     * @param y likewise
     * @param low end of the interval; null where there is none or it is open
     * @param core the ends of the narrower interval within, drawn thick; null for none
     * @param text what the pointer shows
     */
    public record Point(
            double x,
            double y,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable List<Double> core,
            String text) {
        public Point {
            core = core == null ? null : List.copyOf(core);
        }

        /** A point without an interval. */
        public Point(double x, double y, String text) {
            this(x, y, null, null, text);
        }

        /** A point with one interval. */
        public Point(double x, double y, @Nullable Double low, @Nullable Double high, String text) {
            this(x, y, low, high, null, text);
        }
    }

    /** Differences that do not matter. */
    public record Band(double from, double to, double centre) {}
}
