package io.enginebench.report.answer;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.report.answer.Answer.Line;
import io.enginebench.report.table.Divisions;
import io.enginebench.report.table.Served;
import io.enginebench.report.table.Trainings;
import io.enginebench.report.text.Grouped;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cells and comparisons of one network on one task. */
record Facts(RunResult result, TaskDescriptor task, String model, List<CellResult> cells) {
    private static final int SEEDS = 10;
    /** What takes more is not worth telling apart. */
    private static final int MOST_ROUNDS = 100;

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        speed(lines);
        timeToTarget(lines);
        quality(lines);
        served(lines);
        memory(lines);
        return lines;
    }

    private Next next() {
        return new Next(result, task, model);
    }

    private Stream<Comparison> comparisons() {
        return result.comparisons().stream()
                .filter(one -> one.task().equals(task.id()) && one.model().equals(model));
    }

    private void speed(List<Line> lines) {
        List<Comparison> timed = comparisons()
                .filter(one -> one.metric() == Metric.TRAIN_THROUGHPUT || one.metric() == Metric.INFER_THROUGHPUT)
                .toList();
        if (timed.isEmpty()) {
            lines.add(new Line("Speed", "not timed in rounds; " + next().fresh("throughput")));
            return;
        }
        Grouped.by(Answer::topic, timed)
                .forEach((topic, own) -> lines.add(new Line(topic, Claim.said(own, Claim::faster))));
        OptionalInt rounds = timed.stream()
                .filter(one -> one.verdict() == Conclusion.INCONCLUSIVE)
                .map(Comparison::furtherPairs)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .filter(open -> open <= MOST_ROUNDS)
                .max();
        if (rounds.isPresent()) {
            lines.add(new Line(
                    "What is open",
                    "about %s would tell; %s"
                            .formatted(Words.counted(rounds.getAsInt(), "round"), next().rounds(rounds.getAsInt()))));
        }
        lines.add(new Line(
                "Driven",
                timed.stream()
                        .map(Comparison::division)
                        .distinct()
                        .map(division -> Divisions.heading(result, division))
                        .collect(Collectors.joining("; "))));
    }

    private void timeToTarget(List<Line> lines) {
        List<Comparison> timed = comparisons()
                .filter(one -> one.metric() == Metric.TIME_TO_TARGET)
                .toList();
        if (!timed.isEmpty()) {
            lines.add(new Line(
                    "Time to the target",
                    Claim.said(timed, one -> Claim.of(one, other -> "sooner there than " + other + sooner(one))) + " ("
                            + Words.pairs(timed.get(0)) + ")"));
        }
    }

    private static String sooner(Comparison one) {
        Double ratio = one.estimate();
        return ratio == null ? "" : Numbers.format(", in %.2f of its time", ratio < 1 ? ratio : 1 / ratio);
    }

    private void quality(List<Line> lines) {
        Metric metric = task.kind().judgedBy();
        String label = metric == Metric.ACCURACY ? "Accuracy" : metric.label();
        if (cells.stream().noneMatch(QualityCell.class::isInstance)) {
            lines.add(new Line(label, "not measured; " + next().fresh("compare", "--seeds", Integer.toString(SEEDS))));
            return;
        }
        List<Comparison> judged = comparisons()
                .filter(one -> one.metric() == metric && one.protocol() == Protocol.CLEAN)
                .toList();
        Grouped.by(Comparison::division, judged).forEach((division, own) -> {
            List<Comparison> alike = own.stream().filter(this::learntTheSame).toList();
            List<Comparison> open =
                    own.stream().filter(one -> !alike.contains(one)).toList();
            boolean unknown =
                    !open.isEmpty() && open.stream().allMatch(one -> one.verdict() == Conclusion.NO_INFERENCE);
            Stream<String> verdict = unknown
                    ? Stream.of(
                            Claim.said(alike, this::better),
                            "which is better is unknown: " + few(open),
                            next().again("--seeds", SEEDS))
                    : Stream.of(Claim.said(own, this::better) + " (" + Words.pairs(own.get(0)) + ")");
            lines.add(new Line(
                    Words.list(label, Answer.division(division)),
                    Stream.concat(Stream.of(levels(division)), verdict)
                            .filter(part -> !part.isEmpty())
                            .collect(Collectors.joining("; "))));
        });
    }

    /** What each engine came to in the mean of the trainings that all have, figures without a verdict. */
    private String levels(Division division) {
        return Trainings.of(result, task, model).stream()
                .filter(trainings -> trainings.division() == division && trainings.protocol() == Protocol.CLEAN)
                .flatMap(trainings -> trainings.engines().stream()
                        .filter(engine -> trainings.score(engine) != null)
                        .map(engine -> engine + " " + Numbers.significant(trainings.score(engine))))
                .collect(Collectors.joining(", "));
    }

    /** What becomes of the answers where an engine has another's weights, or its own kind of numbers. */
    private void served(List<Line> lines) {
        List<QualityCell> trained = CellResult.ofKind(QualityCell.class, cells);
        Map<String, List<String>> servers = new LinkedHashMap<>();
        Grouped.by(
                        CrossCell::engine,
                        CellResult.ofKind(CrossCell.class, cells).stream()
                                .filter(cell -> cell.division() == Division.TUNED)
                                .toList())
                .forEach((server, crosses) -> Served.of(trained, crosses)
                        .ifPresent(served -> servers.computeIfAbsent(answered(served), words -> new ArrayList<>())
                                .add(server)));
        if (!servers.isEmpty()) {
            lines.add(new Line(
                    "Answering with another's weights",
                    servers.entrySet().stream()
                            .map(one -> String.join(", ", one.getValue())
                                    + (one.getValue().size() == 1 ? " answers " : " answer ")
                                    + one.getKey())
                            .collect(Collectors.joining("; "))));
        }
    }

    private String answered(Served served) {
        if (!task.kind().hasClasses()) {
            return Numbers.format("%.1e apart at the most", served.change());
        }
        return served.change() == 0
                ? Numbers.format("no row of %,d otherwise", served.rows())
                : Numbers.format(
                        "%.0f of %,d rows otherwise, %s %+.4f",
                        served.change(), served.rows(), task.kind().judgedBy().label(), served.there() - served.own());
    }

    /** What a comparison of quality comes to. */
    private Claim better(Comparison one) {
        return learntTheSame(one)
                ? new Claim("the same weights, bit by bit: ", String.join(" and ", one.engines()))
                : Claim.of(one, other -> "better than " + other + Claim.by(one));
    }

    /** Whether there is nothing to tell apart. */
    private boolean learntTheSame(Comparison one) {
        List<String> first = learnt(one.engines().get(0), one.division());
        return !first.isEmpty() && first.equals(learnt(one.engines().get(1), one.division()));
    }

    /** SHA-256 of what each training ended with. */
    private List<String> learnt(String engine, Division division) {
        return CellResult.ofKind(QualityCell.class, cells).stream()
                .filter(cell -> cell.engine().equals(engine)
                        && cell.division() == division
                        && cell.protocol() == Protocol.CLEAN
                        && cell.control() == null)
                .flatMap(cell -> Stream.ofNullable(cell.evidence()).map(Evidence::finalWeightsSha256))
                .toList();
    }

    /** Why seeds allow no statement. */
    private static String few(List<Comparison> own) {
        int seeds = own.stream().mapToInt(Comparison::n).max().orElse(0);
        return switch (seeds) {
            case 0 -> "no seed was finished by two engines";
            case 1 -> "one seed cannot tell engines apart";
            default -> seeds + " seeds are too few";
        };
    }

    /** Of those that train, and of those that only answer: medians of the peaks of all processes, the least first, figures without a verdict. */
    private void memory(List<Line> lines) {
        List<ThroughputCell> timed = CellResult.ofKind(ThroughputCell.class, cells);
        List<ThroughputCell> timedTraining =
                timed.stream().filter(cell -> cell.mode().trains()).toList();
        memory(
                "training",
                timedTraining.isEmpty() ? CellResult.ofKind(QualityCell.class, cells) : timedTraining,
                lines);
        memory("answering", timed.stream().filter(cell -> !cell.mode().trains()).toList(), lines);
    }

    private static void memory(String topic, List<? extends CellResult> cells, List<Line> lines) {
        Map<String, List<Double>> peaks = new LinkedHashMap<>();
        for (CellResult cell : cells) {
            Long bytes = cell.peakRssBytes();
            if (bytes != null) {
                peaks.computeIfAbsent(cell.engine(), engine -> new ArrayList<>())
                        .add(bytes / 1e6);
            }
        }
        if (peaks.size() > 1) {
            lines.add(new Line(
                    "Memory in " + topic,
                    peaks.entrySet().stream()
                                    .map(one -> Map.entry(one.getKey(), median(one.getValue())))
                                    .sorted(Map.Entry.comparingByValue())
                                    .map(one -> Numbers.format("%s %,.0f MB", one.getKey(), one.getValue()))
                                    .collect(Collectors.joining(", "))
                            + (cells.stream()
                                            .anyMatch(cell ->
                                                    cell instanceof ThroughputCell timed && timed.afterAnother())
                                    ? " (medians of peaks, after answering in the same process; no verdict)"
                                    : " (medians of peaks, no verdict)")));
        }
    }

    private static double median(List<Double> values) {
        return Sample.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
