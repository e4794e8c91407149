package io.enginebench.campaign.merge;

import io.enginebench.campaign.run.RunFolder;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.OwnFolder;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a merged result goes: a folder that is made for it, or that holds an earlier one of the same plan, which it replaces. */
public record MergedFolder(Path path) {
    /**
     * Refuses a path that {@link #write} would refuse, without touching anything.
     *
     * @throws Usage if it is a file, the folder of a run, or one with anything else in it
     */
    public void check(String planSha256) throws IOException {
        RunFolder.check(path);
        RunFolder folder = new RunFolder(path);
        if (folder.hasPlan() || (Files.exists(folder.resultFile()) && !isMergeOf(folder.resultFile(), planSha256))) {
            throw new Usage(
                    "--out", "a new or empty folder or an earlier merge's of this plan", path + " with another result");
        }
    }

    private static boolean isMergeOf(Path file, String planSha256) throws IOException {
        RunResult before = ResultFile.read(file);
        return before.pooled() != null
                && before.pooled().stream().allMatch(run -> run.campaign().share() != null)
                && before.campaign().planSha256().equals(planSha256);
    }

    /** Writes the result and returns its file. */
    public Path write(RunResult result) throws IOException {
        check(result.campaign().planSha256());
        Files.createDirectories(path);
        if (!OwnFolder.is(path.toRealPath())) {
            OwnFolder.mark(path);
        }
        return new RunFolder(path).write(result);
    }
}
