package io.enginebench.campaign.merge;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.run.RunFolder;
import io.enginebench.campaign.share.Shares;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.OwnFolder;
import io.enginebench.record.cell.Cell;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.CampaignRecord.Share;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a share of a plan.
 *
 * @param planSha256 of the whole
 * @param cells its own
 * @param result what it came to; null if that is not known
 */
public record ShareFolder(
        Path path,
        String planSha256,
        Share share,
        List<CellSpec> cells,
        @Nullable RunResult result) {
    public ShareFolder {
        cells = List.copyOf(cells);
    }

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
        ShareFolder begun =
                new ShareFolder(path, plan.sha256(), share, Shares.own(plan).cells(), null);
        return Optional.of(Files.exists(folder.resultFile()) ? begun.ended(folder.resultFile()) : begun);
    }

    /**
     * The same with all that can be told of a share that has not ended.
     *
     * @throws BadInput if it is not what the share leaves
     */
    ShareFolder salvaged() throws IOException {
        if (ended()) {
            return this;
        }
        RunFolder folder = new RunFolder(path);
        RunResult left = Salvage.of(
                        folder, Shares.own(folder.plan()), "share %s of the plan has not ended".formatted(share))
                .orElse(null);
        if (left == null || left.failedCells().size() > failed()) {
            return this;
        }
        Verification verification = Verification.of(Json.line(left), "what share %s left in %s".formatted(share, path));
        return new ShareFolder(path, planSha256, share, cells, verified(verification, "compare --resume " + path));
    }

    private static BadInput notAShare(String got) {
        return new BadInput("DIR must be the folder of a run with --shard, got " + got);
    }

    private ShareFolder ended(Path file) throws IOException {
        RunResult found = verified(Verification.of(file), "verify " + file);
        if (!share.equals(found.campaign().share())
                || !planSha256.equals(found.campaign().planSha256())
                || !ids(found.cells()).equals(ids(cells))) {
            throw new BadInput("%s must be of share %s of the plan beside it (SHA-256 %s), got share %s of %s"
                    .formatted(
                            file,
                            share,
                            planSha256,
                            found.campaign().share(),
                            found.campaign().planSha256()));
        }
        return new ShareFolder(path, planSha256, share, cells, found);
    }

    private static RunResult verified(Verification verification, String next) {
        RunResult result = verification.result();
        if (result == null || !verification.passed()) {
            throw new BadInput("%s must pass verification, got %d %s, the first: %s; next: ./bench %s"
                    .formatted(
                            verification.name(),
                            verification.findings().size(),
                            verification.findings().size() == 1 ? "finding" : "findings",
                            verification.findings().get(0),
                            next));
        }
        return result;
    }

    private static Set<String> ids(List<? extends Cell> cells) {
        return cells.stream().map(Cell::id).collect(Collectors.toSet());
    }

    /** Whether all of it has been tried. */
    public boolean ended() {
        return result != null && result.campaign().termination() == Termination.NORMAL;
    }

    /** How many of them have no figures that could have; all without a result. */
    int failed() {
        return result == null ? cells().size() : result.failedCells().size();
    }

    /** When its campaign began; empty without a result. */
    String startedIso() {
        return result == null ? "" : result.campaign().startedIso();
    }

    /** How many of them have ended. */
    public long done() {
        RunFolder folder = new RunFolder(path);
        return cells.stream().filter(cell -> folder.result(cell).isPresent()).count();
    }
}
