package io.enginebench.analysis.comparison;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.record.run.TimeSpent;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One result made of those of several campaigns, judged by today's rules. Whether they may be put together is whoever asks for it's to say.
 *
 * @param id of the campaign that they make together
 * @param command that puts them together
 * @param planSha256 of what they were asked for together
 * @param parts one or more
 */
public record Assembly(String id, String command, String planSha256, List<RunResult> parts) {
    public Assembly {
        parts = List.copyOf(parts);
    }

    /** The result of some cells: those of the parts, and others that none of them has. */
    public RunResult of(List<CellResult> cells) {
        RunResult first = parts.get(0);
        Environment environment = first.environment();
        Environment.Load end = parts.get(parts.size() - 1).environment().load();
        Set<String> kept = cells.stream().map(CellResult::id).collect(Collectors.toSet());
        List<PooledRun> runs = all(Assembly::runs);
        boolean whole = cells.stream().noneMatch(cell -> cell.status() == CellStatus.INTERRUPTED);
        return CellComparisons.judged(new RunResult(
                        RunResult.FORMAT_VERSION,
                        first.suite(),
                        campaign(runs.stream().map(PooledRun::campaign).toList(), whole),
                        new Environment(
                                environment.os(),
                                environment.vm(),
                                host(),
                                new Environment.Load(environment.load().loadAverageAtStart(), end.loadAverageAtEnd())),
                        engines(),
                        first.tasks(),
                        first.data(),
                        cells,
                        List.of(),
                        List.of(),
                        all(RunResult::parity).stream().distinct().toList(),
                        all(RunResult::models).stream().distinct().toList(),
                        RunResult.VERDICT_RULES,
                        runs.stream().map(run -> run.only(kept)).toList(),
                        null))
                .sealed();
    }

    /** The first part's machine, by the names of all processors that there are. */
    private Environment.Host host() {
        Environment.Host first = parts.get(0).environment().host();
        return new Environment.Host(
                parts.stream()
                        .map(part -> part.environment().host().hostProcessorModelName())
                        .distinct()
                        .collect(Collectors.joining(", ")),
                first.hostProcessorCoreCount(),
                first.usableProcessorCount(),
                first.hostMemoryCapacity(),
                first.gpus(),
                first.instructionSets());
    }

    private <T> List<T> all(Function<RunResult, List<T>> of) {
        return parts.stream().flatMap(part -> of.apply(part).stream()).toList();
    }

    /** The campaigns of a result, which may itself be put together; a share of a plan keeps its machine. */
    static List<PooledRun> runs(RunResult result) {
        if (result.pooled() != null) {
            return result.pooled();
        }
        boolean share = result.campaign().share() != null;
        return List.of(new PooledRun(
                Objects.requireNonNull(result.contentSha256(), "a result of a file is sealed"),
                result.campaign(),
                share ? result.environment() : null,
                share ? result.cells().stream().map(CellResult::id).toList() : null));
    }

    private record Place(
            String engine,
            Division division,
            Dtype dtype,
            @Nullable Integer threads) {}

    /** What is known of each engine: where it was ready, if it was anywhere. */
    private List<EngineRecord> engines() {
        Map<Place, EngineRecord> engines = new LinkedHashMap<>();
        for (EngineRecord engine : all(RunResult::engines)) {
            engines.merge(
                    new Place(engine.id(), engine.division(), engine.dtype(), engine.numThreads()),
                    engine,
                    (one, other) -> one.status() == EngineStatus.READY ? one : other);
        }
        return List.copyOf(engines.values());
    }

    private CampaignRecord campaign(List<CampaignRecord> campaigns, boolean whole) {
        CampaignRecord first = campaigns.get(0);
        return new CampaignRecord(
                id,
                Stream.concat(Stream.of(command), campaigns.stream().map(one -> "{path}"))
                        .toList(),
                planSha256,
                campaigns.stream()
                        .map(CampaignRecord::startedIso)
                        .sorted()
                        .findFirst()
                        .orElseThrow(),
                campaigns.stream().mapToDouble(CampaignRecord::durationS).sum(),
                whole && campaigns.stream().allMatch(one -> one.termination() == Termination.NORMAL)
                        ? Termination.NORMAL
                        : Termination.INTERRUPTED,
                first.preset(),
                // Times count only if every training had the machine to itself.
                campaigns.stream().mapToInt(CampaignRecord::jobs).max().orElseThrow(),
                // What only some of them had a reference for is of each two.
                campaigns.stream().allMatch(one -> Objects.equals(one.reference(), first.reference()))
                        ? first.reference()
                        : null,
                campaigns.stream()
                        .flatMap(one -> one.plugins() == null ? Stream.of() : one.plugins().stream())
                        .distinct()
                        .toList(),
                null,
                null,
                campaigns.stream().allMatch(one -> one.time() != null)
                        ? campaigns.stream()
                                .map(CampaignRecord::time)
                                .filter(Objects::nonNull)
                                .reduce(TimeSpent::and)
                                .orElseThrow()
                        : null);
    }
}
