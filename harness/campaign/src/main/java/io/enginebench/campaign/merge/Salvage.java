package io.enginebench.campaign.merge;

import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.analysis.verify.MeasuredTime;
import io.enginebench.campaign.plan.Plan;
import io.enginebench.campaign.plan.Round;
import io.enginebench.campaign.plan.Stage;
import io.enginebench.campaign.run.RunFolder;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a campaign leaves that did not come to its end, as the result that it would have written had it been stopped then. */
final class Salvage {
    private final RunFolder folder;
    /** Those that had ended before the first process was started, by their ids. */
    private final Map<String, CellResult> before;

    private final Outcome.Ended otherwise;

    private Salvage(RunFolder folder, RunResult begun, Outcome.Ended otherwise) {
        this.folder = folder;
        this.before = begun.cells().stream().collect(Collectors.toMap(CellResult::id, Function.identity()));
        this.otherwise = otherwise;
    }

    /**
     * The result of a folder without one; empty if its campaign had not come to its first cell. Of timings only whole rounds count.
     *
     * @param own what of the plan was to be run there
     * @param reason of the cells that have not ended
     */
    static Optional<RunResult> of(RunFolder folder, Plan own, String reason) throws IOException {
        Optional<RunResult> begun = folder.begun();
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        Salvage salvage = new Salvage(folder, begun.get(), new Outcome.Ended(CellStatus.INTERRUPTED, reason));
        List<CellResult> cells = new ArrayList<>();
        for (Stage stage : own.stages()) {
            for (Round round : stage.rounds()) {
                cells.addAll(salvage.cells(stage.kind(), round));
            }
        }
        CampaignRecord record = begun.get().campaign();
        // Nobody wrote down when it ended: it took as long as its cells did, or longer.
        double least = Math.ceil(MeasuredTime.least(cells, record.jobs()) * 1000) / 1000;
        RunResult left = begun.get().ended(begun.get().environment(), cells);
        return Optional.of(CellComparisons.judged(left.with(record.ended(least, Termination.of(cells), null)))
                .sealed());
    }

    private List<CellResult> cells(Stage.Kind stage, Round round) {
        Map<String, CellResult> ended = round.cells().stream()
                .flatMap(cell -> ended(cell).stream())
                .collect(Collectors.toMap(CellResult::id, Function.identity()));
        boolean counts = !stage.paired() || ended.size() == round.cells().size();
        return round.cells().stream()
                .map(cell -> Optional.ofNullable(ended.get(cell.id()))
                        .filter(result -> counts)
                        .orElseGet(() -> cell.ended(otherwise)))
                .toList();
    }

    private Optional<CellResult> ended(CellSpec cell) {
        return Optional.ofNullable(before.get(cell.id())).or(() -> folder.result(cell));
    }
}
