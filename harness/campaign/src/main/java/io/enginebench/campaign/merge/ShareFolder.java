package io.enginebench.campaign.merge;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.run.RunFolder;
import io.enginebench.campaign.share.Shares;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.OwnFolder;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.run.CampaignRecord.Share;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a share of a plan.
 *
 * @param plan the whole of it
 * @param result null until the share has ended
 */
public record ShareFolder(
        Path path, Plan plan, Share share, @Nullable RunResult result) {
    /**
     * What is in a folder; empty in one whose share did not come to write its plan down.
     *
     * @throws BadInput if it is no folder of a share, or something in it is not what the share leaves
     */
    public static Optional<ShareFolder> read(Path path) throws IOException {
        RunFolder folder = new RunFolder(path);
        if (!folder.hasPlan()) {
            if (Files.isDirectory(path) && OwnFolder.is(path.toRealPath()) && !Files.exists(folder.resultFile())) {
                return Optional.empty();
            }
            throw notAShare(Files.exists(path) ? path + " without plan.json" : path + ", which is not there");
        }
        folder.mustBeAsWritten();
        Plan plan = folder.plan();
        Share share = plan.share();
        if (share == null) {
            throw notAShare(path + " with all of a plan");
        }
        return Optional.of(new ShareFolder(
                path, plan, share, Files.exists(folder.resultFile()) ? result(folder, plan, share) : null));
    }

    private static BadInput notAShare(String got) {
        return new BadInput("DIR must be the folder of a run with --shard, got " + got);
    }

    private static RunResult result(RunFolder folder, Plan plan, Share share) throws IOException {
        Path file = folder.resultFile();
        Verification verification = Verification.of(file);
        RunResult result = verification.result();
        if (result == null || !verification.passed()) {
            throw new BadInput("%s must pass verification, got %d findings, the first: %s; next: ./bench verify %s"
                    .formatted(
                            file,
                            verification.findings().size(),
                            verification.findings().get(0),
                            file));
        }
        if (!share.equals(result.campaign().share())
                || !plan.sha256().equals(result.campaign().planSha256())
                || !ids(result.cells()).equals(planned(plan))) {
            throw new BadInput("%s must be of share %s of the plan beside it (SHA-256 %s), got share %s of %s"
                    .formatted(
                            file,
                            share,
                            plan.sha256(),
                            result.campaign().share(),
                            result.campaign().planSha256()));
        }
        return result;
    }

    private static Set<String> ids(List<CellResult> cells) {
        return cells.stream().map(CellResult::id).collect(Collectors.toSet());
    }

    private static Set<String> planned(Plan plan) {
        Set<String> ids = new HashSet<>();
        Shares.own(plan).cells().forEach(cell -> ids.add(cell.id()));
        return ids;
    }

    /** Its cells. */
    public List<CellSpec> cells() {
        return Shares.own(plan).cells();
    }

    /** How many of them have ended. */
    public long done() {
        RunFolder folder = new RunFolder(path);
        return cells().stream().filter(cell -> folder.result(cell).isPresent()).count();
    }
}
