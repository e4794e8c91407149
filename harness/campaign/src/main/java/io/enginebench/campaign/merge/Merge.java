package io.enginebench.campaign.merge;

import io.enginebench.analysis.comparison.Assembly;
import io.enginebench.analysis.comparison.Pool;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.run.RunFolder;
import io.enginebench.campaign.share.Shares;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The shares of a plan, put together as one result.
 *
 * <p>A share counts once: of several folders of it the one with most figures, and of equals the one that began first. Of a share that has not
 * ended those cells count that have. Cells of a share that is not there, or that have not ended, are rows of the result that say so; so it can be
 * made as shares arrive.
 */
public final class Merge {
    private final Plan plan;
    private final String planSha256;
    private final int of;
    /** Those of each share by its number. */
    private final Map<Integer, List<CellSpec>> cells;
    /** By their numbers. */
    private final Map<Integer, RunResult> results = new TreeMap<>();

    private final List<String> remarks = new ArrayList<>();

    private Merge(ShareFolder first) throws IOException {
        this.plan = new RunFolder(first.path()).plan();
        this.planSha256 = first.planSha256();
        this.of = first.share().of();
        this.cells = Shares.cells(plan, of);
    }

    /**
     * The shares in some folders.
     *
     * @throws BadInput if they are not of one plan and one program, or there is nothing in any of them
     */
    public static Merge of(List<Path> folders) throws IOException {
        List<String> remarks = new ArrayList<>();
        List<ShareFolder> shares = new ArrayList<>();
        for (Path folder : folders) {
            Optional<ShareFolder> share = ShareFolder.read(folder);
            if (share.isPresent()) {
                shares.add(share.get().salvaged());
            } else {
                remarks.add("the share in " + folder + " did not begin");
            }
        }
        List<Pool.Part> parts = shares.stream()
                .filter(share -> share.result() != null)
                .map(share -> new Pool.Part(share.path().toString(), Objects.requireNonNull(share.result())))
                .toList();
        if (parts.isEmpty()) {
            throw new BadInput(
                    "DIR... must hold a share that has come to its first cell, got none in " + folders.size());
        }
        refuseOthers(shares);
        List<String> mistakes = new Pool(parts).mistakesOfShares();
        if (!mistakes.isEmpty()) {
            throw new BadInput(String.join("\n", mistakes));
        }
        Merge merge = new Merge(shares.get(0));
        merge.remarks.addAll(remarks);
        merge.take(shares);
        return merge;
    }

    private static void refuseOthers(List<ShareFolder> shares) {
        ShareFolder first = shares.get(0);
        for (ShareFolder share : shares) {
            if (!share.planSha256().equals(first.planSha256())) {
                throw new BadInput("plan of every DIR must be that of %s (SHA-256 %s), got %s in %s"
                        .formatted(first.path(), first.planSha256(), share.planSha256(), share.path()));
            }
            if (share.share().of() != first.share().of()) {
                throw new BadInput("share of every DIR must be one of %d as in %s, got %s in %s"
                        .formatted(first.share().of(), first.path(), share.share(), share.path()));
            }
        }
    }

    private void take(List<ShareFolder> shares) {
        for (int i = 1; i <= of; i++) {
            int number = i;
            List<ShareFolder> same = shares.stream()
                    .filter(share -> share.share().number() == number)
                    .sorted(Comparator.comparing((ShareFolder share) -> share.result() == null)
                            .thenComparing(ShareFolder::failed)
                            .thenComparing(ShareFolder::startedIso))
                    .toList();
            if (same.isEmpty()) {
                remarks.add("share %d/%d is missing, and its %d cells are rows without figures"
                        .formatted(number, of, cells(number).size()));
                continue;
            }
            ShareFolder best = same.get(0);
            if (best.result() != null) {
                results.put(number, best.result());
            }
            for (ShareFolder other : same.subList(1, same.size())) {
                remarks.add("share %s is there twice: %s counts, %s does not"
                        .formatted(best.share(), best.path(), other.path()));
            }
            if (!best.ended()) {
                remarks.add(
                        "share %s has not ended: %d of its %d cells are rows without figures; next: ./bench compare --resume %s"
                                .formatted(
                                        best.share(),
                                        best.failed(),
                                        best.cells().size(),
                                        best.path()));
            }
        }
    }

    private List<CellSpec> cells(int number) {
        return cells.getOrDefault(number, List.of());
    }

    /** SHA-256 of the plan. */
    public String planSha256() {
        return planSha256;
    }

    /** What is missing or there twice, a line each. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** All cells of the plan, in its order. */
    public RunResult result() {
        Map<String, CellResult> found = new HashMap<>();
        results.values().forEach(result -> result.cells().forEach(cell -> found.put(cell.id(), cell)));
        for (int i = 1; i <= of; i++) {
            if (!results.containsKey(i)) {
                Outcome.Ended missing = new Outcome.Ended(
                        CellStatus.INTERRUPTED, "share %d/%d of the plan is not here".formatted(i, of));
                cells(i).forEach(cell -> found.put(cell.id(), cell.ended(missing)));
            }
        }
        return new Assembly("merged", "merge", planSha256, List.copyOf(results.values()))
                .of(plan.cells().stream()
                        .map(cell -> Objects.requireNonNull(found.get(cell.id()), cell.id()))
                        .toList());
    }
}
