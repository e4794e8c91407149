package io.enginebench.record.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void everyMetricIsFoundByItsNameInJsonWhichIsItsLabelInSnakeCase() throws MalformedJsonException {
        for (Metric metric : Metric.values()) {
            assertEquals(Optional.of(metric), Metric.named(metric.id()));
            // In files a throughput is named by its mode, train or infer, and that is no word for people.
            String label = metric.label().replace("training", "train").replace("answering", "infer");
            assertEquals(label.replace(' ', '_').toLowerCase(java.util.Locale.ROOT), metric.id());
            assertEquals(metric, Json.read(Json.line(metric), "metric", Metric.class));
        }
        assertEquals(Optional.empty(), Metric.named("MSE"));
    }

    @Test
    void percentileIsFoundByItsNumber() {
        assertEquals(Metric.LATENCY_P50, Metric.latency(50));
        assertEquals(Metric.LATENCY_P99_9, Metric.latency(99.9));
        assertThrows(IllegalArgumentException.class, () -> Metric.latency(75));
    }

    @Test
    void scoreReachesALimitFromTheSideOfItsDirection() {
        assertTrue(Metric.ACCURACY.reaches(0.9, 0.9) && Metric.ACCURACY.reaches(0.91, 0.9));
        assertFalse(Metric.ACCURACY.reaches(0.89, 0.9));
        assertTrue(Metric.MSE.reaches(0.9, 0.9) && Metric.MSE.reaches(0.89, 0.9));
        assertFalse(Metric.MSE.reaches(0.91, 0.9));
    }

    @Test
    void scoreIsWrittenWithTheUnitAndDirectionOfItsMetric() {
        assertEquals(
                "{\"score\":2.5,\"unit\":\"squared target units\",\"higher_is_better\":false}",
                Json.line(Metric.MSE.of(2.5)));
        assertThrows(IllegalArgumentException.class, () -> Metric.MSE.of(Double.NaN));
    }

    /** 1.05 against 1 is the bound of a ratio's margin from either side, as 0.05 of a difference's. */
    @Test
    void marginIsAsWideWhicheverEngineComesFirst() {
        Margin ratio = new Margin(Margin.Scale.RATIO, 0.05);
        assertEquals(ratio.bound(), ratio.contrast(1.05, 1), 1e-15);
        assertEquals(-ratio.bound(), ratio.contrast(1, 1.05), 1e-15);
        assertEquals(1.05, ratio.published(ratio.bound()), 1e-15);
        assertEquals(0, ratio.contrast(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY), "both failed");
        Margin difference = new Margin(Margin.Scale.DIFFERENCE, 0.05);
        assertEquals(difference.bound(), difference.contrast(0.55, 0.5), 1e-15);
    }
}
