package io.enginebench.cli.measure;

import io.enginebench.cli.terminal.Commands;
import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.cli.terminal.Suggestions;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.Mistakes;
import io.enginebench.record.run.CampaignRecord.Share;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import picocli.CommandLine.UnmatchedArgumentException;

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
public final class SlurmCommand extends ProgramCommand {
    @Option(names = "--partition", paramLabel = "P", description = "the partition whose nodes run the shares")
    @Nullable
    String partition;

    @Option(names = "--nodes", paramLabel = "N", description = "how many shares, each on a node")
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

    @Option(names = "--dry-run", description = "print both scripts and do nothing")
    boolean dryRun;

    /** Set by picocli. */
    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Unmatched
    List<String> arguments = new ArrayList<>();

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        if (!arguments.isEmpty() && arguments.get(0).startsWith("-")) {
            // Flags of the command that is to run stand behind it.
            throw new Usage(
                    List.of(Suggestions.of(new UnmatchedArgumentException(spec.commandLine(), arguments), List.of())));
        }
        Mistakes mistakes = new Mistakes();
        mistakes.unless(
                partition != null && partition.matches("[A-Za-z0-9_.,-]+"), "--partition", "one of Slurm's", partition);
        int shares = mistakes.within("--nodes", nodes, 0, 1, Share.MOST);
        mistakes.unless(nodes != null, "--nodes", "given", "none");
        mistakes.unless(
                time == null || time.matches("[0-9]+(-[0-9]+)?(:[0-9]+){0,2}"),
                "--time",
                "minutes, H:MM:SS or D-HH:MM:SS",
                "'" + time + "'");
        Usage.refuse(mistakes);
        SlurmFolder folder = new SlurmFolder(Objects.requireNonNullElseGet(
                out,
                () -> Path.of(
                        "runs", LocalDateTime.now(ZoneId.systemDefault()).format(CampaignCommand.STAMP) + "-slurm")));
        folder.refuseUnlessNew();
        command().forShares(shares);
        String where = "--partition=" + partition;
        String sharesScript = folder.shares(
                program.launcher(),
                arguments,
                shares,
                Stream.concat(Stream.of(where), Stream.ofNullable(time).map(limit -> "--time=" + limit))
                        .toList());
        String mergeScript = folder.merge(program.launcher(), List.of(where));
        if (dryRun) {
            program.out().print(sharesScript + "\n" + mergeScript);
            return ExitCode.DONE;
        }
        Slurm slurm = new Slurm(program.environment());
        String array = slurm.submit(folder.write("shares.sbatch", sharesScript));
        String merge = slurm.submit(folder.write("merge.sbatch", mergeScript), "--dependency=afterany:" + array);
        folder.write(new SlurmFolder.Submitted(array, merge, shares));
        program.out()
                .println("submitted: job %s with %d shares, job %s to merge them; next: ./bench slurm status %s"
                        .formatted(array, shares, merge, folder.path()));
        return ExitCode.DONE;
    }

    /** The command that each share is to run, its flags read as it would read them. */
    private CampaignCommand command() {
        String name = arguments.isEmpty() ? "nothing" : arguments.get(0);
        Class<? extends CampaignCommand> kind =
                switch (name) {
                    case "compare" -> CompareCommand.class;
                    case "run" -> RunCommand.class;
                    case "throughput" -> ThroughputCommand.class;
                    default ->
                        throw new Usage(
                                "what ./bench slurm runs", "one of compare, run, throughput, status", "'" + name + "'");
                };
        CommandLine line = new CommandLine(kind, new Commands(program));
        try {
            line.parseArgs(arguments.subList(1, arguments.size()).toArray(new String[0]));
        } catch (UnmatchedArgumentException e) {
            throw new Usage(List.of(Suggestions.of(e, List.of())));
        } catch (ParameterException e) {
            throw new Usage(List.of(BenchException.messageOf(e)));
        }
        return line.getCommand();
    }
}
