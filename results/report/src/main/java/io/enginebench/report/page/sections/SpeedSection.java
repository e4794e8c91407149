package io.enginebench.report.page.sections;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.page.figures.CurveFigure;
import io.enginebench.report.page.figures.LatencyFigure;
import io.enginebench.report.page.figures.RatioMatrix;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.figures.SpeedFigure;
import io.enginebench.report.page.figures.TradeOffFigure;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Block.DataTable;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.serving.ServingTable;
import io.enginebench.report.table.TimingTables;
import io.enginebench.report.table.Timings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whom to serve with, throughput against batch size, latency, the rate of each epoch of a training, and quality against speed. */
final class SpeedSection {
    /** So many tables of serving are shown at once; of more, a run of many networks, the charts come first. */
    private static final int MOST_SHOWN = 2;

    private SpeedSection() {}

    static Optional<Section> of(RunScope run) {
        RunResult result = run.result();
        Timings timings = Timings.of(result).where(cell -> cell.status() == CellStatus.OK);
        List<Block> figures = new ArrayList<>(SpeedFigure.of(run, timings));
        figures.addAll(LatencyFigure.of(run, timings));
        run.trainings()
                .forEach((id, trainings) -> CurveFigure.rate(run, id, trainings).ifPresent(figures::add));
        figures.addAll(TradeOffFigure.of(run));
        List<Block> blocks = new ArrayList<>(RatioMatrix.of(run));
        List<Block> serving = ServingTable.of(result).stream()
                .<Block>map(table -> DataTable.of(table, run.palette()))
                .toList();
        if (serving.size() > MOST_SHOWN) {
            blocks.add(new Block.Folded("Serving: ranks, latency, cold start and memory in answering", serving));
        } else {
            blocks.addAll(serving);
        }
        if (!figures.isEmpty()) {
            blocks.add(new Block.Group(true, figures));
        }
        List<Block> tables = new ArrayList<>();
        TimingTables.of(result).forEach(table -> tables.add(DataTable.of(table, run.palette())));
        if (!tables.isEmpty()) {
            blocks.add(new Block.Folded("Timing in tables: ratios, latency, memory, cold start", tables));
        }
        if (result.campaign().jobs() > 1) {
            blocks.add(new Block.Text("Trainings shared the machine ("
                    + result.campaign().jobs()
                    + " side by side), so that their durations are no measure of speed and none is shown. Rounds of timing have"
                    + " it to themselves."));
        }
        return blocks.isEmpty() ? Optional.empty() : Optional.of(new Section(run.id("speed"), "Speed", blocks));
    }
}
