package io.enginebench.report.page;

import io.enginebench.record.cell.Protocol;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.metric.Score;
import io.enginebench.report.page.Chart.Axis;
import io.enginebench.report.page.Chart.Point;
import io.enginebench.report.page.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Quality against speed: a point for each training, in a run whose cells had the machine to themselves. */
final class TradeOffFigure {
    private TradeOffFigure() {}

    static List<Block> of(RunScope run) {
        List<Block> figures = new ArrayList<>();
        if (run.result().campaign().jobs() > 1) {
            return figures;
        }
        for (Subject subject : Subject.of(run)) {
            if (subject.protocol() == Protocol.CLEAN) {
                figure(run, subject, figures);
            }
        }
        return figures;
    }

    private static void figure(RunScope run, Subject subject, List<Block> figures) {
        List<Series> series = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (String engine : subject.engines()) {
            List<Point> points = new ArrayList<>();
            for (QualityCell cell : subject.measured(engine)) {
                Score speed = Objects.requireNonNull(cell.metrics()).trainThroughput();
                if (speed != null) {
                    String score = Numbers.fixed(subject.score(cell), 4);
                    String rate = Numbers.significant(speed.score());
                    points.add(Point.of(
                            speed.score(),
                            subject.score(cell),
                            "%s: %s %s at %s samples/s".formatted(cell.id(), subject.scoreName(), score, rate)));
                    rows.add(List.of(cell.id(), engine, rate, score));
                }
            }
            series.add(new Series(engine, run.palette().of(engine), points));
        }
        if (rows.isEmpty()) {
            return;
        }
        String direction = subject.classification() ? "up and right is better" : "down and right is better";
        figures.add(new Block.Figure(
                subject.prefix() + "-trade",
                "Quality against speed: " + subject.title(),
                "a point for each training; " + direction,
                subject.scoreName() + " against training throughput of " + subject.title() + ".",
                new Chart(
                        Chart.Kind.POINT,
                        Axis.linear("training, samples/s"),
                        Axis.linear(subject.scoreName()),
                        series,
                        null),
                List.of(new Block.DataTable(
                        "Quality and speed of each training",
                        List.of(
                                Block.Column.text("cell"),
                                Block.Column.text("engine"),
                                Block.Column.number("training, samples/s"),
                                Block.Column.number(subject.scoreName())),
                        rows,
                        List.of("Throughput while training for quality, without rounds or controls.")))));
    }
}
