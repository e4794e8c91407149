package io.enginebench.report.page.html;

import com.fasterxml.jackson.annotation.JsonValue;
import io.enginebench.record.json.JsonEnum;
import java.util.List;
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

    /** Categories of y from top to bottom, each with a group of bars from 0 to values of x. */
    public static Chart bars(String x, List<String> categories, List<Series> series) {
        return new Chart(Kind.BAR, Axis.of(x, Scale.LINEAR), new Axis("", Scale.CATEGORY, categories), series, null);
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
    enum Kind implements JsonEnum {
        LINE,
        POINT,
        BAR,
        INTERVAL
    }

    /** How an axis counts. */
    enum Scale implements JsonEnum {
        LINEAR,
        LOG,
        CATEGORY
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

    /** How points are marked, and in which colour. */
    public sealed interface Mark {}

    /** As an engine's, by its number in the palette. */
    public record OfEngine(int number) implements Mark {
        @JsonValue
        int json() {
            return number;
        }
    }

    /** As no engine's. */
    public enum Sign implements Mark, JsonEnum {
        /** What engines are held against: the study's figure, a target. */
        REFERENCE,
        /** A verdict that two engines are alike. */
        EQUIVALENT,
        /** No verdict. */
        OPEN
    }

    /** Points that are marked alike. */
    public record Series(String name, Mark mark, List<Point> points) {
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
