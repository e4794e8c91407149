package io.enginebench.campaign.run;

import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.Round;
import io.enginebench.campaign.plan.Stage;
import io.enginebench.campaign.prepare.Engines;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossSpec;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of a plan is done and what is left to do, as its folder tells. Safe for several threads. */
final class Journal {
    /** What another try would not change; every other end is tried again when a campaign is resumed. */
    private static final Set<CellStatus> FINISHED = Set.of(CellStatus.OK, CellStatus.DIVERGED);

    private final Plan plan;
    private final RunFolder folder;
    private final Map<String, CellResult> results = new ConcurrentHashMap<>();
    private final Map<Stage.Kind, List<List<Job.OfCells>>> left = new EnumMap<>(Stage.Kind.class);
    /** Trainings whose weights somebody has still to answer with, by their ids. */
    private final Set<String> asked;

    private Journal(Plan plan, RunFolder folder) {
        this.plan = plan;
        this.folder = folder;
        this.asked = plan.cells().stream()
                .flatMap(cell ->
                        cell instanceof CrossSpec cross && finished(cross).isEmpty()
                                ? Stream.of(cross.trained().id())
                                : Stream.empty())
                .collect(Collectors.toSet());
    }

    /** The journal of a campaign that begins or goes on. The cells of an engine that is not ready, or does
     * not train, have ended already. */
    static Journal of(Plan plan, RunFolder folder, Engines engines) throws IOException {
        return of(plan, folder, job -> engines.whyNot(job));
    }

    /**
     * The same.
     *
     * @param whyNot how every cell of a job has ended; empty if it may run
     */
    static Journal of(Plan plan, RunFolder folder, Function<Job.OfCells, Optional<Outcome.Ended>> whyNot)
            throws IOException {
        Journal journal = new Journal(plan, folder);
        for (Stage stage : plan.stages()) {
            for (Round round : stage.rounds()) {
                journal.resume(stage.kind(), round, whyNot);
            }
        }
        return journal;
    }

    private void resume(Stage.Kind stage, Round round, Function<Job.OfCells, Optional<Outcome.Ended>> whyNot)
            throws IOException {
        List<CellResult> done = round.cells().stream()
                .flatMap(cell -> finished(cell).stream())
                .filter(result -> result.status() != CellStatus.OK
                        || !asked.contains(result.id())
                        || folder.weights().isThere(result.id()))
                .toList();
        // What will never run is no part of the round.
        long able = round.jobs().stream()
                .filter(job -> whyNot.apply(job).isEmpty())
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
            Optional<Outcome.Ended> ended = whyNot.apply(job);
            if (ended.isPresent()) {
                rest.cells().forEach(cell -> results.put(cell.id(), cell.ended(ended.get())));
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

    private Optional<CellResult> finished(CellSpec cell) {
        return folder.result(cell).filter(result -> FINISHED.contains(result.status()));
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
