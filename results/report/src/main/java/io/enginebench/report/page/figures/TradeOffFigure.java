package io.enginebench.report.page.figures;

import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.metric.Score;
import io.enginebench.record.setting.Protocol;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.text.Cut;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Quality against speed: a point for each training, in a run whose cells had the machine to themselves; nothing where no engine has two. */
public final class TradeOffFigure {
    /** Of one engine: more are a cloud. */
    private static final int MOST_DRAWN = 100;

    private TradeOffFigure() {}

    /** A figure for each task and model. */
    public static List<Block> of(RunScope run) {
        List<Block> figures = new ArrayList<>();
        run.trainings().forEach((id, trainings) -> {
            if (trainings.timesCount() && trainings.protocol() == Protocol.CLEAN) {
                figure(run, id, trainings).ifPresent(figures::add);
            }
        });
        return figures;
    }

    private static Optional<Block> figure(RunScope run, String id, Trainings trainings) {
        String what = trainings.scoreName();
        List<Chart.Series> series = new ArrayList<>();
        Sheet sheet = new Sheet().texts("cell", "engine").numbers("training, samples/s", what);
        for (String engine : run.inOrder(trainings.engines())) {
            List<Chart.Point> points = new ArrayList<>();
            for (QualityCell cell :
                    Cut.of(trainings.measured(engine), MOST_DRAWN).shown()) {
                Score speed = Objects.requireNonNull(cell.metrics()).trainThroughput();
                if (speed != null) {
                    String score = Numbers.fixed(Trainings.score(cell), 4);
                    String rate = Numbers.significant(speed.score());
                    points.add(new Chart.Point(
                            speed.score(),
                            Trainings.score(cell),
                            "%s: %s %s at %s samples/s".formatted(cell.id(), what, score, rate)));
                    sheet.row(cell.id(), engine, rate, score);
                }
            }
            series.add(run.series(engine, points));
        }
        return series.stream().allMatch(own -> own.points().size() < 2)
                ? Optional.empty()
                : Optional.of(new Block.Figure(
                        id + "-trade",
                        "Quality against speed: " + trainings.timedTitle(),
                        "a point for each training%s; %s and right is better"
                                .formatted(
                                        trainings.cells().size() > MOST_DRAWN
                                                ? ", of each engine at most the first " + MOST_DRAWN
                                                : "",
                                        trainings.hasClasses() ? "up" : "down"),
                        what + " against training throughput of " + trainings.title() + ".",
                        Chart.points("training, samples/s", what, series),
                        sheet.table(
                                "Quality and speed of each training",
                                "Throughput while training for quality, without rounds or controls.")));
    }
}
