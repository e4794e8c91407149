package io.enginebench.analysis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.PairedBy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceTest {
    private static Comparison between(String first, String second, Conclusion verdict, String better) {
        return new Comparison(
                ComparisonKind.THROUGHPUT,
                "t",
                "m",
                Protocol.CLEAN,
                Division.TUNED,
                Metric.INFER_THROUGHPUT,
                null,
                List.of(first, second),
                Margin.Scale.RATIO,
                0.05,
                null,
                10,
                null,
                PairedBy.ROUND,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(0, 0),
                verdict,
                better,
                null,
                null,
                "a sentence");
    }

    /** {@code a>b}: a is called better than b; {@code a=b}: they are equivalent. */
    private static List<String> places(String... verdicts) {
        List<String> all = List.of("a", "b", "c", "d");
        List<Comparison> comparisons = Arrays.stream(verdicts)
                .map(text -> {
                    String first = text.substring(0, 1);
                    String second = text.substring(2);
                    // Whichever of the two stands first in the file.
                    return text.charAt(1) == '>'
                            ? between(second, first, Conclusion.BETTER, first)
                            : between(first, second, Conclusion.EQUIVALENT, null);
                })
                .toList();
        return all.stream()
                .map(engine -> Place.of(engine, all, comparisons).toString())
                .toList();
    }

    @Test
    void eachHasAPlaceOfItsOwnWhereEachTwoAreToldApart() {
        assertEquals(List.of("1", "2", "3", "4"), places("a>b", "a>c", "a>d", "b>c", "b>d", "c>d"));
    }

    @Test
    void withoutAVerdictNobodyHasAPlace() {
        assertEquals(List.of("1..4", "1..4", "1..4", "1..4"), places());
    }

    /** b and c share what lies between a and d. */
    @Test
    void whoAreNotToldApartShareTheirPlaces() {
        assertEquals(List.of("1", "2..3", "2..3", "4"), places("a>b", "a>c", "a>d", "b=c", "b>d", "c>d"));
    }

    /** b is not told apart from either neighbour, which are told apart from each other: nobody is put before it. */
    @Test
    void verdictsThatMakeNoRowLeaveRangesThatMeet() {
        assertEquals(List.of("1..2", "1..3", "2..3", "4"), places("a>c", "a>d", "b>d", "c>d"));
    }

    /** Each is better than one and worse than one. */
    @Test
    void verdictsInACircleShareOnePlace() {
        assertEquals(List.of("2", "2", "2", "4"), places("a>b", "b>c", "c>a", "a>d", "b>d", "c>d"));
    }
}
