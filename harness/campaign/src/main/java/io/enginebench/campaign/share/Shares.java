package io.enginebench.campaign.share;

import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.Round;
import io.enginebench.campaign.plan.Stage;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.run.CampaignRecord.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Shares a plan out: a pure function of the plan and the number of shares, so that every machine comes to the same.
 *
 * <p>What belongs together goes to one machine: all trainings of a network on a task from one seed, on every engine, in every division
 * and under every protocol, with the questions that are asked of what they learnt; and of timings two rounds that mirror each other, whole. The
 * longest go first, each to the share that has least to do so far.
 */
public final class Shares {
    private Shares() {}

    /**
     * The rounds of the plan that are its share's, in the plan's order; all of one without a share.
     *
     * @throws Usage if there are more shares than parts
     */
    public static Plan own(Plan plan) {
        Share share = plan.share();
        if (share == null) {
            return plan;
        }
        Map<List<Object>, Integer> shares = of(plan, share.of());
        Predicate<CellSpec> own = cell -> Objects.equals(shares.get(part(cell)), share.number());
        List<Stage> stages = new ArrayList<>();
        for (Stage stage : plan.stages()) {
            stages.add(new Stage(
                    stage.kind(),
                    stage.rounds().stream()
                            .flatMap(round -> stage.kind() == Stage.Kind.ASK
                                    ? asking(round, own).stream()
                                    : Stream.of(round)
                                            .filter(one -> own.test(one.cells().get(0))))
                            .toList()));
        }
        return plan.only(stages);
    }

    /** The cells of each of so many shares by its number, in the plan's order. */
    public static Map<Integer, List<CellSpec>> cells(Plan plan, int count) {
        Map<List<Object>, Integer> shares = of(plan, count);
        Map<Integer, List<CellSpec>> cells = new HashMap<>();
        for (Stage stage : plan.stages()) {
            for (Round round : stage.rounds()) {
                for (CellSpec cell : round.cells()) {
                    List<Object> part = part(
                            stage.kind() == Stage.Kind.ASK
                                    ? cell
                                    : round.cells().get(0));
                    cells.computeIfAbsent(Objects.requireNonNull(shares.get(part)), share -> new ArrayList<>())
                            .add(cell);
                }
            }
        }
        return cells;
    }

    /** The questions of what was trained. */
    private static Optional<Round> asking(Round round, Predicate<CellSpec> own) {
        List<Job.OfCells> jobs = round.jobs().stream()
                .filter(job -> job.cells().stream().anyMatch(own))
                .map(job -> job.only(own))
                .toList();
        return jobs.isEmpty() ? Optional.empty() : Optional.of(new Round(jobs, round.estimatedSeconds()));
    }

    /** The number of the share that each part goes to. */
    private static Map<List<Object>, Integer> of(Plan plan, int count) {
        Map<List<Object>, Double> seconds = new LinkedHashMap<>();
        for (Stage stage : plan.stages()) {
            if (stage.kind() != Stage.Kind.ASK) {
                for (Round round : stage.rounds()) {
                    seconds.merge(
                            part(round.cells().get(0)),
                            Objects.requireNonNullElse(round.estimatedSeconds(), 1.0),
                            Double::sum);
                }
            }
        }
        if (count > seconds.size()) {
            throw new Usage(
                    "number of shares",
                    "at most %d, for the plan has so many parts that must not be split".formatted(seconds.size()),
                    count);
        }
        double[] load = new double[count];
        Map<List<Object>, Integer> shares = new HashMap<>();
        seconds.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(part -> {
                    int least = 0;
                    for (int i = 1; i < count; i++) {
                        least = load[i] < load[least] ? i : least;
                    }
                    load[least] += part.getValue();
                    shares.put(part.getKey(), least + 1);
                });
        return shares;
    }

    /** What cells have in common that must not be parted. */
    private static List<Object> part(CellSpec cell) {
        if (cell instanceof CrossSpec cross) {
            return part(cross.trained());
        }
        return cell instanceof ThroughputSpec timed
                ? List.of(
                        cell.task().id(),
                        cell.model(),
                        cell.numThreads(),
                        timed.timing().mode(),
                        timed.timing().globalBatchSize(),
                        (timed.timing().round() + 1) / 2)
                : List.of(cell.task().id(), cell.model(), cell.seed());
    }
}
