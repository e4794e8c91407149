package io.enginebench.campaign.run;

import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.Stage;
import io.enginebench.campaign.process.Folders;
import io.enginebench.campaign.process.SideBySide;
import io.enginebench.campaign.process.WorkerEnd;
import io.enginebench.campaign.process.WorkerLauncher;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.job.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Runs what a journal has left, stage by stage. Whatever a worker does costs its own cells and no others.
 *
 * @param stopped whether no further process may be started
 */
record JobRunner(
        WorkerLauncher launcher,
        CampaignListener listener,
        RunFolder folder,
        Journal journal,
        TimeSheet time,
        BooleanSupplier stopped) {
    void run(Plan plan) throws IOException, InterruptedException {
        try {
            for (Stage stage : plan.stages()) {
                int width = stage.kind().paired() ? 1 : plan.parallelJobs();
                sideBySide(journal.left(stage.kind()), width, Objects.requireNonNullElse(plan.retries(), 0));
                time.lapOfProcesses(width);
            }
        } finally {
            // No worker may outlive the campaign's hold on the machine.
            launcher.stop();
        }
    }

    private void sideBySide(List<List<Job.OfCells>> jobs, int width, int retries)
            throws IOException, InterruptedException {
        List<Callable<Boolean>> work = new ArrayList<>();
        for (List<Job.OfCells> together : jobs) {
            work.add(() -> {
                run(together, retries);
                return true;
            });
        }
        new SideBySide(width, launcher, listener::note).run(work);
    }

    /** Runs jobs that count only together, and as often as it may what of them has lost its process once more. */
    private void run(List<Job.OfCells> together, int retries) throws IOException, InterruptedException {
        for (Job.OfCells job : together) {
            run(job);
        }
        List<Job.OfCells> lost = lost(together);
        if (retries > 0 && !lost.isEmpty() && !stopped.getAsBoolean()) {
            listener.again(lost);
            run(lost, retries - 1);
        }
    }

    /** What of some jobs may come out otherwise: the cells that lost their process, or all of them where they count only together. */
    private List<Job.OfCells> lost(List<Job.OfCells> jobs) {
        Predicate<CellSpec> lost = cell -> journal.of(cell).status().lostItsProcess();
        if (jobs.stream().noneMatch(job -> job.cells().stream().anyMatch(lost))) {
            return List.of();
        }
        boolean whole = jobs.size() > 1 || jobs.get(0).carriesOn();
        return whole ? jobs : List.of(jobs.get(0).only(lost));
    }

    /**
     * Runs a job's cells in as few processes as it takes: a process that dies costs the cell it was at, and the next one
     * goes on behind it, unless each cell needs what the one before it left.
     */
    private void run(Job.OfCells job) throws IOException, InterruptedException {
        List<CellSpec> left = new ArrayList<>(job.cells());
        for (CellSpec cell : job.cells()) {
            if (!stopped.getAsBoolean()
                    && cell instanceof CrossSpec cross
                    && journal.of(cross.trained()).status() != CellStatus.OK) {
                left.remove(cell);
                // Nothing failed where nothing could be learnt.
                boolean unsupported = journal.of(cross.trained()).status() == CellStatus.UNSUPPORTED;
                end(cell.ended(
                        unsupported
                                ? new Outcome.Ended(
                                        CellStatus.UNSUPPORTED, "the engine that was to learn them has no weights")
                                : new Outcome.Ended(CellStatus.SKIPPED, "the cell it needs has no weights")));
            }
        }
        while (!left.isEmpty()) {
            Job.OfCells attempt = job.only(left::contains);
            folder.forget(attempt);
            Set<String> kept = new HashSet<>();
            long startNanos = System.nanoTime();
            WorkerEnd end = stopped.getAsBoolean()
                    ? WorkerEnd.stopped(Seen.NOTHING)
                    : launcher.run(
                            attempt,
                            new Folders(folder.job(attempt), folder.data(), folder.cells()),
                            List.of(),
                            (event, seen) -> {
                                listener.progress(job, event);
                                try {
                                    keep(attempt, event.cell(), seen, kept);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            double lasted = (System.nanoTime() - startNanos) / 1e9;
            boolean lost = false;
            List<CellResult> ended = new ArrayList<>();
            for (CellSpec cell : attempt.cells()) {
                Optional<CellResult> result = folder.result(cell);
                if (result.isEmpty() && lost && !job.carriesOn() && end.status() != CellStatus.INTERRUPTED) {
                    break;
                }
                lost = lost || result.isEmpty();
                left.remove(cell);
                CellResult found = result.orElseGet(() -> cell.ended(end.withoutResult()));
                CellResult how =
                        seen(found, kept.contains(cell.id()) ? atItsEnd(attempt, found, end.seen()) : end.seen());
                ended.add(how);
                end(how);
            }
            time.process(lasted, ended);
        }
    }

    /**
     * Notes the peak so far in the cells that a process has finished before the one it is at, so that they have one if this campaign ends
     * before the process does; at its end each gets the peak of the whole, but for timings, which are of unlike work.
     */
    private void keep(Job.OfCells attempt, String at, Seen seen, Set<String> kept) throws IOException {
        for (CellSpec cell : attempt.cells()) {
            if (cell.id().equals(at)) {
                return;
            }
            Optional<CellResult> result = kept.contains(cell.id()) ? Optional.empty() : folder.result(cell);
            if (result.isPresent()) {
                kept.add(cell.id());
                folder.write(seen(result.get(), atItsEnd(attempt, result.get(), seen)));
            }
        }
    }

    /**
     * What was seen of a process, with the memory that it had held when the cell ended where cells are of unlike work: what it told itself then,
     * for a look from outside comes too late.
     */
    private static Seen atItsEnd(Job.OfCells attempt, CellResult result, Seen seen) {
        return attempt instanceof Job.Time ? seen.withMemoryOf(result.seen()) : seen;
    }

    /** A row with what was seen of its process, after the tries before it. */
    private CellResult seen(CellResult result, Seen seen) throws IOException {
        return result.with(seen.after(folder.attempts(result.id())));
    }

    private void end(CellResult result) throws IOException {
        journal.end(result);
        listener.ended(result);
    }
}
