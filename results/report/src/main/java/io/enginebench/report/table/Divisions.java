package io.enginebench.report.table;

import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** What there is to say of the ways in which a run drove its engines. */
public final class Divisions {
    /** Libraries that take the place of the system's where a machine has them; the first alone moves ratios by half. */
    private static final List<String> LIBRARIES = List.of("libomp", "tcmalloc");

    private Divisions() {}

    /** A division with the libraries its workers had, and where not all ran on the CPU in 32-bit floats where and in what, for the head of figures of speed. */
    public static String heading(RunResult result, Division division) {
        List<EngineRecord> engines = result.engines().stream()
                .filter(engine -> engine.division() == division)
                .toList();
        List<String> with = LIBRARIES.stream()
                .filter(library -> engines.stream().anyMatch(engine -> engine.preloads(library)))
                .toList();
        List<String> without =
                LIBRARIES.stream().filter(library -> !with.contains(library)).toList();
        return "%s (%s)"
                .formatted(
                        division.words(),
                        Words.list(
                                with.isEmpty() ? "" : "with " + String.join(" and ", with),
                                without.isEmpty() ? "" : "without " + String.join(" and ", without),
                                unlessAll(
                                        "cpu",
                                        "on ",
                                        engines,
                                        engine -> Objects.requireNonNullElse(engine.device(), "cpu")),
                                unlessAll(
                                        Dtype.FLOAT32.json(),
                                        "in ",
                                        engines,
                                        engine -> engine.dtype().json())));
    }

    private static String unlessAll(
            String usual, String lead, List<EngineRecord> engines, Function<EngineRecord, String> what) {
        List<String> all = engines.stream().map(what).distinct().toList();
        return all.isEmpty() || all.equals(List.of(usual)) ? "" : lead + String.join(" and ", all);
    }

    /** A sentence for each speed of two engines on which the divisions disagree. */
    public static List<String> disagreements(RunResult result) {
        Map<List<Object>, List<Comparison>> speeds = new LinkedHashMap<>();
        result.comparisons().stream()
                .filter(one -> one.kind() == ComparisonKind.THROUGHPUT && one.scope() != null)
                .filter(one -> one.better() != null || one.verdict() == Conclusion.EQUIVALENT)
                .forEach(one -> speeds.computeIfAbsent(
                                List.of(one.task(), one.model(), Objects.requireNonNull(one.scope()), one.engines()),
                                key -> new ArrayList<>())
                        .add(one));
        return speeds.values().stream()
                .filter(own -> own.stream().map(Divisions::better).distinct().count() > 1)
                .map(own -> sentence(result, own))
                .toList();
    }

    private static String better(Comparison one) {
        return Objects.requireNonNullElse(one.better(), "");
    }

    private static String sentence(RunResult result, List<Comparison> own) {
        Comparison any = own.get(0);
        ComparisonScope scope = Objects.requireNonNull(any.scope());
        Stream<String> said = Stream.of(Division.values())
                .flatMap(division -> own.stream().filter(one -> one.division() == division))
                .map(one -> heading(result, one.division()) + ", " + said(one));
        return "%s, %s, %s: %s."
                .formatted(any.task(), any.model(), Words.ofSpeed(scope), String.join("; ", said.toList()));
    }

    private static String said(Comparison one) {
        if (one.better() == null) {
            return String.join(" and ", one.engines()) + " are equally fast";
        }
        double ratio = Objects.requireNonNull(one.estimate());
        return "%s is %s times as fast"
                .formatted(
                        one.better(),
                        Numbers.format("%.2f", one.better().equals(one.engines().get(0)) ? ratio : 1 / ratio));
    }
}
