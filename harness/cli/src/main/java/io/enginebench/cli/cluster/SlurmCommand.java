package io.enginebench.cli.cluster;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Mistakes;
import io.enginebench.record.run.CampaignRecord.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has Slurm run a plan, a share on each node, and put the shares together. */
@Command(
        name = "slurm",
        header = {
            "  ./bench slurm compare --tasks fashion --seeds 10 --partition main --nodes 4 --time 8:00:00",
            "  ./bench slurm throughput --tasks fashion --rounds 20 --partition main --nodes 4 --dry-run",
            "  ./bench slurm status runs/mine"
        },
        synopsisSubcommandLabel = "(compare | run | throughput) ARGUMENTS... | status DIR",
        description = {
            "Submits an array job with a share of the plan for each node, and a job behind it that merges what came of them.",
            "Each share has its node to itself and is not begun again by Slurm. This folder and DIR must be there on every node."
        },
        subcommands = SlurmStatusCommand.class)
public final class SlurmCommand extends SharesCommand {
    @Option(names = "--partition", paramLabel = "P", description = "the partition whose nodes run the shares")
    @Nullable
    String partition;

    @Option(
            names = {"--nodes", "--shares"},
            paramLabel = "N",
            description = "how many shares, each on a node")
    @Nullable
    Integer nodes;

    @Option(names = "--time", paramLabel = "T", description = "the most that a share may take, as sbatch has it")
    @Nullable
    String time;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "new: gets share-1 and so on, and merged (runs/<time>-slurm)")
    @Nullable
    Path out;

    private int shares;

    @Override
    void check(Mistakes mistakes) {
        mistakes.unless(
                partition != null && partition.matches("[A-Za-z0-9_.,-]+"), "--partition", "one of Slurm's", partition);
        shares = given(mistakes, "--nodes", nodes, Share.MOST);
        mistakes.unless(
                time == null || time.matches("[0-9]+(-[0-9]+)?(:[0-9]+){0,2}"),
                "--time",
                "minutes, H:MM:SS or D-HH:MM:SS",
                "'" + time + "'");
    }

    @Override
    ExitCode hand() throws IOException, InterruptedException {
        SlurmFolder slurm = SlurmFolder.of(out);
        slurm.refuseUnlessNew();
        mustMakeShares(arguments, shares);
        String where = "--partition=" + partition;
        String sharesScript = slurm.shares(
                program.launcher(),
                arguments,
                shares,
                Stream.concat(Stream.of(where), Stream.ofNullable(time).map(limit -> "--time=" + limit))
                        .toList());
        String mergeScript = slurm.merge(program.launcher(), List.of(where));
        if (dryRun) {
            program.out().print(sharesScript + "\n" + mergeScript);
            return ExitCode.DONE;
        }
        Slurm programs = new Slurm(program.environment());
        SharesFolder folder = slurm.folder();
        Path sharesFile = folder.write("shares.sbatch", sharesScript);
        Path mergeFile = folder.write("merge.sbatch", mergeScript);
        String array = "";
        String merge;
        try {
            array = programs.submit(sharesFile);
            merge = programs.submit(mergeFile, "--dependency=afterany:" + array);
        } catch (Unfit e) {
            // So that the same command may be given again.
            programs.cancel(array);
            Files.delete(sharesFile);
            Files.delete(mergeFile);
            folder.forget();
            throw e;
        }
        slurm.keep(new SlurmFolder.Submitted(array, merge, shares));
        program.out()
                .println("submitted: job %s with %d shares, job %s to merge them; next: ./bench slurm status %s"
                        .formatted(array, shares, merge, folder.path()));
        return ExitCode.DONE;
    }
}
