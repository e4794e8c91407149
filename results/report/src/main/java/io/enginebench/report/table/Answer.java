package io.enginebench.report.table;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.report.text.Grouped;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a result says of one network on one task, in the words of somebody who has to choose: which engine is faster, whether any is better, who needs less
 * memory. It rests on the verdicts and claims no more than they do; what nobody knows yet is said with the command that would tell.
 *
 * @param title the task and the network, and whether the rows are synthetic
 * @param lines each a topic and what is known of it
 */
public record Answer(String title, List<Line> lines) {
    private static final int SEEDS = 10;

    public Answer {
        lines = List.copyOf(lines);
    }

    /**
     * A line.
     *
     * @param topic what is compared
     * @param said what is known of it
     */
    public record Line(String topic, String said) {
        @Override
        public String toString() {
            return topic + ": " + said;
        }
    }

    /** As the terminal shows it. */
    public String text() {
        return title + ", in short:" + lines.stream().map(line -> "\n  " + line).collect(Collectors.joining());
    }

    /** The answers of a result of two engines or more, in the order of its tasks; none of one engine. */
    public static List<Answer> of(RunResult result) {
        if (result.engineIds().size() < 2) {
            return List.of();
        }
        List<Answer> answers = new ArrayList<>();
        for (TaskDescriptor task : result.tasks()) {
            for (String model : task.models()) {
                List<CellResult> cells = result.cells().stream()
                        .filter(cell -> cell.setting().isOf(task.id(), model))
                        .toList();
                if (!cells.isEmpty()) {
                    boolean synthetic = result.data(task.id())
                            .filter(data -> data.kind() == DataKind.SYNTHETIC)
                            .isPresent();
                    answers.add(new Answer(
                            task.id() + ", " + model + (synthetic ? ", synthetic data" : ""),
                            new Facts(result, task, model, cells).lines()));
                }
            }
        }
        return answers;
    }

    /** The cells and comparisons of one network on one task. */
    private record Facts(RunResult result, TaskDescriptor task, String model, List<CellResult> cells) {
        List<Line> lines() {
            List<Line> lines = new ArrayList<>();
            speed(lines);
            timeToTarget(lines);
            quality(lines);
            memory(lines);
            return lines;
        }

        private Stream<Comparison> comparisons() {
            return result.comparisons().stream()
                    .filter(one -> one.task().equals(task.id()) && one.model().equals(model));
        }

        private void speed(List<Line> lines) {
            List<Comparison> timed = comparisons()
                    .filter(one -> one.metric() == Metric.TRAIN_THROUGHPUT || one.metric() == Metric.INFER_THROUGHPUT)
                    .toList();
            Grouped.by(Facts::topic, timed)
                    .forEach((topic, own) -> lines.add(new Line(topic, said(own, Facts::faster))));
            if (!timed.isEmpty()) {
                lines.add(new Line(
                        "Driven",
                        timed.stream()
                                .map(Comparison::division)
                                .distinct()
                                .map(division -> Divisions.heading(result, division))
                                .collect(Collectors.joining("; "))));
            }
            if (timed.isEmpty()
                    && result.comparisons().stream().noneMatch(one -> one.kind() == ComparisonKind.THROUGHPUT)) {
                lines.add(new Line(
                        "Speed",
                        "not timed in rounds; next: "
                                + (task.data() instanceof OwnData
                                                || result.campaign().plugins() != null
                                        ? "./bench throughput with the same --tasks and --plugin"
                                        : "./bench "
                                                + Words.shell(List.of(
                                                        "throughput",
                                                        "--engines",
                                                        String.join(",", result.engineIds()),
                                                        "--tasks",
                                                        task.id(),
                                                        "--models",
                                                        model)))));
            }
        }

        /** {@code Training, batch 32}: what was timed. */
        private static String topic(Comparison one) {
            ComparisonScope scope = Objects.requireNonNull(one.scope(), "a comparison of timings has a scope");
            String what = scope.mode() == Mode.INFER
                    ? "Answering"
                    : scope.mode() == Mode.EPOCH ? "Training whole epochs" : "Training";
            Integer batch = scope.batch();
            Integer threads = scope.threads();
            return Words.list(
                    what + (batch == null ? "" : batch == 1 ? " one row" : " " + batch + " rows"),
                    threads == null || threads == 1 ? "" : threads + " threads",
                    one.division() == Division.PLAIN ? "as DJL's tutorials write it" : "");
        }

        /** The pairs that say the same in one clause, in the order of the first that says it. */
        private static String said(List<Comparison> pairs, Function<Comparison, Claim> claim) {
            Map<String, List<String>> byHow = new LinkedHashMap<>();
            for (Comparison pair : pairs) {
                Claim own = claim.apply(pair);
                byHow.computeIfAbsent(own.of(), of -> new ArrayList<>()).add(own.text());
            }
            return byHow.entrySet().stream()
                    .map(one -> one.getKey() + String.join(", ", one.getValue()))
                    .collect(Collectors.joining("; "));
        }

        /**
         * What one comparison comes to.
         *
         * @param of how the clause begins, which claims may share
         */
        private record Claim(String of, String text) {}

        /** What a comparison of speeds comes to. */
        private static Claim faster(Comparison one) {
            Double estimate = one.estimate();
            return claim(
                    one,
                    other -> estimate == null
                            ? "faster than " + other
                            : Numbers.format(
                                    "%.2fx as fast as %s",
                                    one.engines().get(0).equals(one.better()) ? estimate : 1 / estimate, other));
        }

        /** What a comparison of quality comes to. */
        private Claim better(Comparison one) {
            return learntTheSame(one)
                    ? new Claim("the same weights, bit by bit: ", String.join(" and ", one.engines()))
                    : claim(one, other -> "better than " + other + by(one));
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

        /**
         * What a comparison comes to.
         *
         * @param than what the better engine is, of the other's name
         */
        private static Claim claim(Comparison one, UnaryOperator<String> than) {
            String first = one.engines().get(0);
            String second = one.engines().get(1);
            String pair = first + " and " + second;
            return switch (one.verdict()) {
                case BETTER ->
                    new Claim(one.better() + " is ", than.apply(first.equals(one.better()) ? second : first));
                case EQUIVALENT -> new Claim("no difference beyond " + margin(one) + " between ", pair);
                case INCONCLUSIVE -> undecided(one, pair);
                case NO_INFERENCE, INVALID -> new Claim("no verdict: ", pair);
            };
        }

        private static Claim undecided(Comparison one, String pair) {
            Double estimate = one.estimate();
            if (one.kind() != ComparisonKind.THROUGHPUT || estimate == null) {
                return new Claim("not told apart yet: ", pair);
            }
            String first = one.engines().get(0);
            String second = one.engines().get(1);
            if (one.notSteady()) {
                return new Claim(
                        "no verdict, for it was not steady: ",
                        Numbers.format(
                                "%s came out %.2fx as fast as %s",
                                estimate < 1 ? second : first,
                                estimate < 1 ? 1 / estimate : estimate,
                                estimate < 1 ? first : second));
            }
            return new Claim(
                    isLeftOpenByAdjustment(one) ? "too few rounds for so many comparisons: " : "not told apart yet: ",
                    Numbers.format("%s / %s is %.2f", first, second, estimate) + span(one));
        }

        /** Whether it is the adjustment for all comparisons alone that leaves it open. */
        private static boolean isLeftOpenByAdjustment(Comparison one) {
            Integer family = one.familySize();
            Double p = one.pValue();
            Double adjusted = one.adjustedPValue();
            return family != null && family > 1 && p != null && p <= 0.05 && adjusted != null && adjusted > 0.05;
        }

        /** That a difference is real, though nobody knows whether it is as large as the margin. */
        private static String span(Comparison one) {
            List<Double> interval = one.interval();
            Double low = interval == null ? null : interval.get(0);
            Double high = interval == null ? null : interval.get(1);
            return low == null || high == null || (low <= 1 && high >= 1)
                    ? ""
                    : Numbers.format(
                            " (%s is faster, by %.1f..%.1f %%; %s matter)",
                            one.engines().get(low > 1 ? 0 : 1),
                            100 * ((low > 1 ? low : 1 / high) - 1),
                            100 * ((low > 1 ? high : 1 / low) - 1),
                            margin(one));
        }

        private static String margin(Comparison one) {
            return one.unit() == Margin.Scale.RATIO
                    ? Numbers.format("%s %%", trimmed(100 * one.margin()))
                    : Numbers.format("%s point%s", trimmed(100 * one.margin()), one.margin() == 0.01 ? "" : "s");
        }

        private static String trimmed(double number) {
            return Numbers.format("%.1f", number).replaceFirst("\\.0$", "");
        }

        private void timeToTarget(List<Line> lines) {
            List<Comparison> timed = comparisons()
                    .filter(one -> one.metric() == Metric.TIME_TO_TARGET)
                    .toList();
            if (!timed.isEmpty()) {
                lines.add(new Line(
                        "Time to the target",
                        said(timed, one -> claim(one, other -> "sooner there than " + other + sooner(one))) + " ("
                                + Words.pairs(timed.get(0)) + ")"));
            }
        }

        private static String sooner(Comparison one) {
            Double ratio = one.estimate();
            return ratio == null ? "" : Numbers.format(", in %.2f of its time", ratio < 1 ? ratio : 1 / ratio);
        }

        private void quality(List<Line> lines) {
            Metric metric = task.kind().judgedBy();
            boolean trained = cells.stream().anyMatch(QualityCell.class::isInstance);
            List<Comparison> judged = comparisons()
                    .filter(one -> one.metric() == metric && one.protocol() == Protocol.CLEAN)
                    .toList();
            if (!trained || judged.isEmpty()) {
                return;
            }
            String label = metric == Metric.ACCURACY ? "Accuracy" : metric.label();
            Grouped.by(Comparison::division, judged).forEach((division, own) -> {
                String topic = Words.list(label, division == Division.PLAIN ? "as DJL's tutorials write it" : "");
                List<Comparison> alike =
                        own.stream().filter(this::learntTheSame).toList();
                List<Comparison> open =
                        own.stream().filter(one -> !alike.contains(one)).toList();
                if (!open.isEmpty() && open.stream().allMatch(one -> one.verdict() == Conclusion.NO_INFERENCE)) {
                    lines.add(new Line(
                            topic,
                            (alike.isEmpty() ? "" : said(alike, this::better) + "; ")
                                    + "unknown: " + few(open) + "; next: "
                                    + again("--seeds", Integer.toString(SEEDS))));
                } else {
                    lines.add(new Line(topic, said(own, this::better) + " (" + Words.pairs(own.get(0)) + ")"));
                }
            });
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

        /** The run's command with other arguments behind it; the folders of its files are not kept. */
        private String again(String... arguments) {
            List<String> command = new ArrayList<>(MoreSeeds.asked(result));
            command.addAll(List.of(arguments));
            String shell = Words.shell(command);
            return shell.contains("{path}")
                    ? "the same command with " + String.join(" ", arguments)
                    : "./bench " + shell;
        }

        private static String by(Comparison one) {
            List<Double> interval = one.interval();
            Double low = interval == null ? null : interval.get(0);
            Double high = interval == null ? null : interval.get(1);
            if (low == null || high == null) {
                return "";
            }
            boolean ratio = one.unit() == Margin.Scale.RATIO;
            List<Double> ends = Stream.of(low, high)
                    .map(end -> Math.abs(ratio ? 100 * (end - 1) : 100 * end))
                    .sorted(Comparator.naturalOrder())
                    .toList();
            return Numbers.format(" by %.1f..%.1f %s", ends.get(0), ends.get(1), ratio ? "%" : "points");
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
            memory(
                    "answering",
                    timed.stream().filter(cell -> !cell.mode().trains()).toList(),
                    lines);
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
                                + " (medians of peaks, no verdict)"));
            }
        }

        private static double median(List<Double> values) {
            return Sample.median(
                    values.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}
