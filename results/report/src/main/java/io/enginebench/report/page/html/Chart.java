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

    /** A chart in which every difference may matter. */
    public Chart(Kind kind, Axis x, Axis y, List<Series> series) {
        this(kind, x, y, series, null);
    }

    /** How a series is drawn. */
    public enum Kind {
        /** Points joined by lines. */
        LINE,
        /** Points alone. */
        POINT,
        /** Bars that stand on 0, one group for each category of x. */
        BAR,
        /** Categories of y from top to bottom, values of x as points with their intervals. */
        INTERVAL;

        @JsonValue
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How an axis counts. */
    public enum Scale {
        /** By differences. */
        LINEAR,
        /** By ratios. */
        LOG,
        /** By names. */
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
    public record Axis(String name, Scale scale, List<String> categories) {
        public Axis {
            categories = List.copyOf(categories);
        }

        /** One of numbers. */
        public static Axis linear(String name) {
            return new Axis(name, Scale.LINEAR, List.of());
        }

        /** One of positive numbers. */
        public static Axis log(String name) {
            return new Axis(name, Scale.LOG, List.of());
        }

        /** One of names. */
        public static Axis category(String name, List<String> categories) {
            return new Axis(name, Scale.CATEGORY, categories);
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
     * @param text what the pointer shows
     */
    public record Point(
            double x,
            double y,
            @Nullable Double low,
            @Nullable Double high,
            String text) {
        /** A point without an interval. */
        public Point(double x, double y, String text) {
            this(x, y, null, null, text);
        }
    }

    /** Differences that do not matter. */
    public record Band(double from, double to, double centre) {}
}
