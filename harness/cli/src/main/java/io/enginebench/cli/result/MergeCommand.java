package io.enginebench.cli.result;

import io.enginebench.campaign.merge.Merge;
import io.enginebench.campaign.merge.MergedFolder;
import io.enginebench.cli.terminal.JsonCommand;
import io.enginebench.cli.terminal.Program;
import io.enginebench.cli.terminal.TextTables;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the shares of a plan together. */
@Command(
        name = "merge",
        header = {
            "  ./bench merge runs/share-1 runs/share-2 runs/share-3 runs/share-4 --out runs/all",
            "  ./bench merge runs/share-* --out runs/all      again, when more have arrived"
        },
        description = {
            "Puts what --shard left on several machines together as DIR/result.json, with verdicts over all of it.",
            "Says which shares are missing or there twice; cells of missing ones are rows without figures (exit code 3).",
            "Speeds on unlike processors are judged on each. Exit code 65 for folders of another plan or program."
        })
public final class MergeCommand extends JsonCommand {
    @Parameters(arity = "1..*", paramLabel = "DIR", description = "folders of runs with --shard")
    List<Path> folders = List.of();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "where result.json goes: a new folder, or that of an earlier merge of the same plan")
    Path out = Path.of("");

    @Override
    public ExitCode call() throws IOException {
        return merge(program, folders, out, json);
    }

    /**
     * Puts the shares in some folders together, prints what they come to and says what is missing.
     *
     * @param out where the result goes
     * @throws io.enginebench.ground.BenchException if they do not belong together, or something else is there
     */
    public static ExitCode merge(Program program, List<Path> folders, Path out, boolean json) throws IOException {
        Merge merge = Merge.of(folders);
        MergedFolder folder = new MergedFolder(out);
        folder.check(merge.planSha256());
        RunResult result = merge.result();
        Path file = folder.write(result);
        program.print(json, result, printed -> TextTables.print(printed, result));
        program.out().flush();
        merge.remarks().forEach(program::say);
        program.err().println("written: " + file);
        ReportCommand.writeBeside(file, result, program);
        return result.failedCells().isEmpty() ? ExitCode.DONE : ExitCode.SOME_CELLS_FAILED;
    }
}
