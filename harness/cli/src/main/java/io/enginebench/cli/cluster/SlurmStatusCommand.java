package io.enginebench.cli.cluster;

import io.enginebench.campaign.merge.ShareFolder;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says how far the shares of a plan are that Slurm runs. */
@Command(
        name = "status",
        header = {"  ./bench slurm status runs/mine"},
        description = {
            "Says which shares are done, running, waiting or missing, and whether they have been merged.",
            "Missing is a share that is neither done nor in Slurm's queue: its node was lost, or it failed before it could begin."
        })
public final class SlurmStatusCommand extends JsonCommand {
    @Parameters(paramLabel = "DIR", description = "the folder that ./bench slurm made")
    Path folder = Path.of("");

    /**
     * One share.
     *
     * @param state done, interrupted, running, pending and others of squeue's, how its process ended without a result, missing; unknown where squeue does not answer
     * @param done cells that have ended
     * @param cells of the share; null before it has begun
     */
    record State(
            int share,
            String state,
            @Nullable Long done,
            @Nullable Integer cells) {}

    /** All of them. */
    record States(List<State> shares, boolean merged) {}

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        SlurmFolder slurm = SlurmFolder.of(folder);
        SharesFolder all = slurm.folder();
        SlurmFolder.Submitted jobs = slurm.submitted();
        Optional<Map<Integer, String>> queue = new Slurm(program.environment()).queue(jobs.array());
        List<State> states = new ArrayList<>();
        for (int i = 1; i <= jobs.shares(); i++) {
            Path path = all.share(i);
            Optional<ShareFolder> share = Files.exists(path) ? ShareFolder.read(path) : Optional.empty();
            RunResult result = share.map(ShareFolder::result).orElse(null);
            int number = i;
            String gone = slurm.ending(i).orElse("missing");
            String state = result == null
                    ? queue.map(tasks -> tasks.getOrDefault(number, gone)).orElse("unknown")
                    : result.campaign().termination() == Termination.NORMAL ? "done" : "interrupted";
            states.add(new State(
                    i,
                    state,
                    share.map(ShareFolder::done).orElse(null),
                    share.map(one -> one.cells().size()).orElse(null)));
        }
        boolean merged = Files.exists(all.merged().resolve("result.json"));
        print(new States(states, merged), out -> {
            TextTables.list(out, List.of("share", "state", "cells done"), states, SlurmStatusCommand::row);
            out.println(merged ? "merged: " + all.merged() : "not merged yet (job " + jobs.merge() + ")");
        });
        return ExitCode.DONE;
    }

    private static List<String> row(State state) {
        return List.of(
                "" + state.share(),
                state.state(),
                state.cells() == null ? "none" : "%d of %d".formatted(state.done(), state.cells()));
    }
}
