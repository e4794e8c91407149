package io.enginebench.report.table;

import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.Environment.Host;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.Control;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run as a list of runs shows it.
 *
 * @param id the run's name in the list, safe as a file name
 * @param contentSha256 of its result
 * @param started wall-clock time in UTC, ISO 8601
 * @param commit that made it; absent where it is not known
 * @param machine processor, cores and system, by which runs can be told apart but not their owner
 * @param trainings planned
 * @param rounds of timing, of the group that has most
 * @param failedCells cells without figures that could have run
 * @param parityShown whether parity was looked at and holds wherever it was
 * @param controls passed and all
 * @param verdicts on accuracy or error, and on speed
 */
public record RunSummary(
        String id,
        String contentSha256,
        String started,
        String preset,
        @Nullable String commit,
        List<Task> tasks,
        List<Engine> engines,
        String machine,
        int trainings,
        int rounds,
        int failedCells,
        boolean parityShown,
        Controls controls,
        List<Headline> verdicts) {
    public RunSummary {
        tasks = List.copyOf(tasks);
        engines = List.copyOf(engines);
        verdicts = List.copyOf(verdicts);
    }

    /**
     * A task of the run.
     *
     * @param verified whether the data is the published one
     */
    public record Task(String id, DataKind data, boolean verified) {}

    /** An engine of the run. */
    public record Engine(String id, String name, String version, String djlVersion) {}

    /** How many controls passed of how many. */
    public record Controls(int passed, int all) {}

    /**
     * A verdict in short.
     *
     * @param figure in words, with what narrows it
     * @param said in words
     * @param unit of estimate and interval, of the first engine against the second
     * @param estimate absent where there is no finite one
     * @param interval at 95 %; a null is an open end; absent where there is no inference
     */
    public record Headline(
            String task,
            String model,
            String figure,
            List<String> engines,
            String said,
            Margin.Scale unit,
            @Nullable Double estimate,
            @Nullable List<@Nullable Double> interval) {
        public Headline {
            engines = List.copyOf(engines);
            interval = interval == null ? null : Collections.unmodifiableList(new ArrayList<>(interval));
        }
    }

    /** The summary of a sealed result. */
    public static RunSummary of(String id, RunResult result) {
        Host host = result.environment().host();
        return new RunSummary(
                id,
                Objects.requireNonNull(result.contentSha256(), "a published result is sealed"),
                result.campaign().startedIso(),
                result.campaign().preset(),
                result.suite().git() == null ? null : result.suite().git().commitHash(),
                result.data().stream()
                        .map(data -> new Task(data.task(), data.kind(), data.verified()))
                        .toList(),
                result.engines().stream()
                        .map(engine -> new Engine(engine.id(), engine.name(), engine.version(), engine.djlVersion()))
                        .distinct()
                        .toList(),
                "%s, %s, %s"
                        .formatted(
                                host.hostProcessorModelName(),
                                host.processors(),
                                result.environment().os().name()),
                result.qualityCells().size(),
                (int) result.throughputCells().stream()
                        .mapToInt(ThroughputCell::round)
                        .distinct()
                        .count(),
                result.failedCells().size(),
                !result.parity().isEmpty() && result.parity().stream().allMatch(ParityReport::holds),
                new Controls(
                        (int) result.controls().stream().filter(Control::passed).count(),
                        result.controls().size()),
                result.comparisons().stream()
                        .filter(RunSummary::isHeadline)
                        .map(one -> verdict(result, one))
                        .toList());
    }

    /** Recalls follow from accuracy nearly, and are on the run's own page. */
    private static boolean isHeadline(Comparison comparison) {
        return comparison.kind() == ComparisonKind.THROUGHPUT || TaskKind.anyJudgedBy(comparison.metric());
    }

    private static Headline verdict(RunResult result, Comparison one) {
        ComparisonScope scope = one.scope();
        String figure = one.metric().label();
        if (scope != null && scope.mode() != null) {
            figure = Words.ofSpeed(scope);
        }
        if (one.kind() == ComparisonKind.THROUGHPUT) {
            figure += ", " + Divisions.heading(result, one.division());
        } else if (one.division() != Division.TUNED) {
            figure += ", " + one.division().words();
        }
        String said = one.verdict() == Conclusion.NO_INFERENCE
                ? "too few runs for a verdict"
                : Words.verdict(one, one.kind() == ComparisonKind.THROUGHPUT ? "faster" : "better");
        return new Headline(
                one.task(), one.model(), figure, one.engines(), said, one.unit(), one.estimate(), one.interval());
    }
}
