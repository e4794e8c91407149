package io.enginebench.campaign.plan;

import io.enginebench.analysis.verdict.Comparisons;
import io.enginebench.analysis.verdict.Opponents;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.PluginRecord;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a campaign will do, before it does any of it.
 *
 * @param engines ids, in the order asked for
 * @param tasks in the catalog's order
 * @param env {@code tuned} or {@code stock}: what the environment of workers in the tuned division does for speed
 * @param parallelJobs worker processes side by side
 * @param stages one after the other; none is empty
 * @param reference the engine that every other is compared with; null: each two are
 * @param plugins files of code that bring networks; absent: none
 * @param allowNoParity true: engines that do not train the same thing are run all the same, and not compared in quality; absent: they are not run
 * @param retries 1: what lost its process is tried once more, the timings of a round together; absent: nothing is
 * @param maxMemoryMb 10^6 bytes that a worker may hold resident; absent: any number
 * @param share the part of it that this machine runs; absent: all. The stages are the whole plan's all the same
 */
public record Plan(
        String preset,
        List<String> engines,
        List<TaskDescriptor> tasks,
        String env,
        int parallelJobs,
        List<Stage> stages,
        @Nullable String reference,
        @Nullable List<PluginRecord> plugins,
        @Nullable Boolean allowNoParity,
        @Nullable Integer retries,
        @Nullable Integer maxMemoryMb,
        CampaignRecord.@Nullable Share share) {
    public Plan {
        engines = List.copyOf(engines);
        tasks = List.copyOf(tasks);
        plugins = plugins == null || plugins.isEmpty() ? null : List.copyOf(plugins);
        stages = stages.stream().filter(stage -> !stage.rounds().isEmpty()).toList();
    }

    /** The files of code that bring networks. */
    public List<PluginRecord> pluginFiles() {
        return plugins == null ? List.of() : plugins;
    }

    /** Which engines are compared with which. */
    public Opponents opponents() {
        return new Opponents(engines, reference);
    }

    private Stream<Round> rounds() {
        return stages.stream().flatMap(stage -> stage.rounds().stream());
    }

    /** All cells, in the order in which they start. */
    public List<CellSpec> cells() {
        return rounds().flatMap(round -> round.cells().stream()).toList();
    }

    /** Where the cells run, each once: in the order of the engines, whatever order a round was drawn in. */
    public List<Placement> placements() {
        return placements(rounds());
    }

    /** Where what comes first runs, without which there is nothing to do for what comes after it. */
    public List<Placement> firstPlacements() {
        return placements(stages.stream().limit(1).flatMap(stage -> stage.rounds().stream()));
    }

    private List<Placement> placements(Stream<Round> of) {
        List<Placement> all = of.flatMap(round -> round.jobs().stream())
                .<Placement>map(Job::placement)
                .distinct()
                .toList();
        return engines.stream()
                .flatMap(engine -> all.stream().filter(one -> one.engine().equals(engine)))
                .toList();
    }

    /** Whether anything is timed in rounds. */
    public boolean times() {
        return stages.stream().anyMatch(stage -> stage.kind() == Stage.Kind.TIME);
    }

    /** Comparisons of speeds that are adjusted together. */
    private record Family(boolean trains, Division division) {
        @Override
        public String toString() {
            return (trains ? "training" : "inference") + ", " + division.json();
        }
    }

    /**
     * In what no engine can be called faster whatever the rounds come to, for so many comparisons are adjusted together, a line each.
     *
     * @param trains whether the engine of an id does more than answer
     */
    public List<String> tooFewRounds(Predicate<String> trains) {
        Map<Family, Map<Object, List<String>>> families = new LinkedHashMap<>();
        int rounds = 0;
        for (CellSpec cell : cells()) {
            if (cell instanceof ThroughputSpec timed && timed.timing().control() == null) {
                rounds = Math.max(rounds, timed.timing().round());
                if (timed.timing().round() == 1 && (!timed.mode().trains() || trains.test(timed.engine()))) {
                    families.computeIfAbsent(
                                    new Family(timed.mode().trains(), timed.division()),
                                    family -> new LinkedHashMap<>())
                            .computeIfAbsent(
                                    List.of(timed.setting().shared(), timed.mode(), timed.globalBatchSize()),
                                    group -> new ArrayList<>())
                            .add(timed.engine());
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (Map.Entry<Family, Map<Object, List<String>>> family : families.entrySet()) {
            int comparisons = family.getValue().values().stream()
                    .mapToInt(there -> reference == null || there.contains(reference)
                            ? new Opponents(there, reference).pairs().size()
                            : 0)
                    .sum();
            int needed = Comparisons.fewestPairs(Math.max(1, comparisons));
            if (rounds >= Comparisons.fewestPairs(1) && rounds < needed) {
                lines.add(
                        "%d rounds cannot call an engine faster in %s: %d comparisons are adjusted together, for which no p value of theirs is small enough; next: --rounds %d"
                                .formatted(rounds, family.getKey(), comparisons, needed));
            }
        }
        return lines;
    }

    /** Whether what an engine's natives take at their first start is measured: not for a look, which the quick preset and a few rounds are. */
    public boolean timesUnpacking() {
        return !preset.equals(Preset.QUICK.id())
                && cells().stream()
                        .anyMatch(cell -> cell instanceof ThroughputSpec timed
                                && timed.timing().round() == TimingRounds.FEWEST_FOR_INFERENCE);
    }

    /** The same plan of which this machine runs a part. */
    public Plan shared(CampaignRecord.Share part) {
        return with(parallelJobs, stages, part);
    }

    /** The same with only some of its rounds and jobs. */
    public Plan only(List<Stage> kept) {
        return with(parallelJobs, kept, share);
    }

    private Plan with(int jobs, List<Stage> kept, CampaignRecord.@Nullable Share part) {
        return new Plan(
                preset, engines, tasks, env, jobs, kept, reference, plugins, allowNoParity, retries, maxMemoryMb, part);
    }

    /** SHA-256 of the plan's JSON on one line, without what is of one machine: its share and how many jobs run side by side. */
    public String sha256() {
        return Json.sha256(with(1, stages, null));
    }
}
