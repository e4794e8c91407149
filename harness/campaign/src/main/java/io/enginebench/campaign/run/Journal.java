package io.enginebench.campaign.run;

import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.Round;
import io.enginebench.campaign.plan.Stage;
import io.enginebench.campaign.prepare.Engines;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.job.Job;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What of a plan is done and what is left to do, as its folder tells. Safe for several threads. */
final class Journal {
    /** What another try would not change; every other end is tried again when a campaign is resumed. */
    private static final Set<CellStatus> FINISHED = Set.of(CellStatus.OK, CellStatus.DIVERGED);

    private final Plan plan;
    private final RunFolder folder;
    private final Map<String, CellResult> results = new ConcurrentHashMap<>();
    private final Map<Stage.Kind, List<List<Job.OfCells>>> left = new EnumMap<>(Stage.Kind.class);

    private Journal(Plan plan, RunFolder folder) {
        this.plan = plan;
        this.folder = folder;
    }

    /** The journal of a campaign that begins or goes on. The cells of an engine that is not ready, or does
     * not train, have ended already. */
    static Journal of(Plan plan, RunFolder folder, Engines engines) throws IOException {
        Journal journal = new Journal(plan, folder);
        for (Stage stage : plan.stages()) {
            for (Round round : stage.rounds()) {
                journal.resume(stage.kind(), round, engines);
            }
        }
        return journal;
    }

    private void resume(Stage.Kind stage, Round round, Engines engines) throws IOException {
        List<CellResult> done = round.cells().stream()
                .flatMap(cell -> folder.result(cell).stream())
                .filter(result -> FINISHED.contains(result.status()))
                .toList();
        // What will never run is no part of the round.
        long able = round.jobs().stream()
                .filter(job -> engines.whyNot(job).isEmpty())
                .mapToLong(job -> job.cells().size())
                .sum();
        if (!stage.paired() || done.size() >= able) {
            done.forEach(result -> results.put(result.id(), result));
        } else {
            // What is left of it must not pass for a part of the round that is done again.
            for (Job.OfCells job : round.jobs()) {
                folder.forget(job);
            }
        }
        List<Job.OfCells> rests = new ArrayList<>();
        for (Job.OfCells job : round.jobs()) {
            boolean again = job.carriesOn() && !job.cells().stream().allMatch(this::isDone);
            Predicate<CellSpec> unfinished = cell -> again || !isDone(cell);
            if (job.cells().stream().noneMatch(unfinished)) {
                continue;
            }
            Job.OfCells rest = job.only(unfinished);
            Optional<Outcome.Ended> whyNot = engines.whyNot(job);
            if (whyNot.isPresent()) {
                rest.cells().forEach(cell -> results.put(cell.id(), cell.ended(whyNot.get())));
            } else {
                rests.add(rest);
            }
        }
        List<List<Job.OfCells>> ofStage = left.computeIfAbsent(stage, kind -> new ArrayList<>());
        if (!stage.paired()) {
            rests.forEach(rest -> ofStage.add(List.of(rest)));
        } else if (!rests.isEmpty()) {
            ofStage.add(rests);
        }
    }

    private boolean isDone(CellSpec cell) {
        return results.containsKey(cell.id());
    }

    /** The jobs of a stage that are left, in the order in which they start; in one list those that count only together. */
    List<List<Job.OfCells>> left(Stage.Kind stage) {
        return List.copyOf(left.getOrDefault(stage, List.of()));
    }

    /** Notes how a cell ended. One that was interrupted has not, so that it is tried again. */
    void end(CellResult result) throws IOException {
        if (result.status() != CellStatus.INTERRUPTED) {
            folder.write(result);
        }
        results.put(result.id(), result);
    }

    /** How a cell of an earlier stage ended. */
    CellResult of(CellSpec cell) {
        return Objects.requireNonNull(results.get(cell.id()), cell.id());
    }

    /** The cells that have ended so far, in the plan's order. */
    List<CellResult> ended() {
        return plan.cells().stream().filter(this::isDone).map(this::of).toList();
    }

    /** Every cell of the plan, in its order. */
    List<CellResult> cells() {
        return plan.cells().stream().map(this::of).toList();
    }
}
