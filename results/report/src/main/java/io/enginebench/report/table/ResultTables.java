package io.enginebench.report.table;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.ClassRecall;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.StudyFigures;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import io.enginebench.report.text.Cut;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table for each task, model, division and protocol: a row for each figure, a column for the study and for each engine. A figure
 * over several folds or seeds is their mean.
 */
public final class ResultTables {
    private static final String FRACTION = "%,.4f";
    private static final String WHOLE = "%,.0f";
    private static final int MOST_ENDED = 50;

    private final Trainings trainings;
    private final List<String> engines;
    private final @Nullable StudyFigures study;
    /** One that knows the rows it used, if there is one. */
    private final QualityCell first;

    private final List<List<String>> rows = new ArrayList<>();

    private ResultTables(Trainings trainings) {
        this.trainings = trainings;
        this.engines = trainings.engines();
        this.study = trainings.study().orElse(null);
        this.first = trainings.cells().stream()
                .filter(cell -> cell.status() == CellStatus.OK)
                .findFirst()
                .orElse(trainings.cells().get(0));
    }

    /** The tables of a result, in the order of its cells. */
    public static List<Table> of(RunResult result) {
        return ofEach(
                result,
                (task, model) -> Stream.concat(
                        Trainings.of(result, task, model).stream().map(ResultTables::of), across(result, task, model)));
    }

    /** The table of one task, model and protocol. */
    public static Table of(Trainings trainings) {
        return new ResultTables(trainings).table();
    }

    /** What else there is to say of each task and model: the notebook's protocol against the clean one, the cross-evaluation. */
    public static List<Table> across(RunResult result) {
        return ofEach(result, (task, model) -> across(result, task, model));
    }

    private static Stream<Table> across(RunResult result, TaskDescriptor task, String model) {
        return Stream.of(Division.values())
                .flatMap(division -> Stream.of(
                        LeakTable.of(result, task, model, division), CrossTable.of(result, task, model, division)))
                .flatMap(Optional::stream);
    }

    private static List<Table> ofEach(RunResult result, BiFunction<TaskDescriptor, String, Stream<Table>> tables) {
        return result.tasks().stream()
                .flatMap(task -> task.models().stream().flatMap(model -> tables.apply(task, model)))
                .toList();
    }

    private static String distinct(RunResult result, Function<EngineRecord, String> what) {
        return result.engines().stream().map(what).distinct().collect(Collectors.joining(" and "));
    }

    /** Which program on which machine made a result, and how long it took, in a sentence. */
    public static String provenance(RunResult result) {
        Environment environment = result.environment();
        int jobs = result.campaign().jobs();
        return Numbers.format(
                "%s; DJL %s; on %s, %s, %.0f GB, %s %s; %s%s%s.",
                distinct(result, engine -> engine.name() + " " + engine.version()),
                distinct(result, EngineRecord::djlVersion),
                environment.host().hostProcessorModelName(),
                environment.host().processors(),
                environment.host().hostMemoryCapacity() / 1e9,
                environment.os().name(),
                environment.os().version(),
                Words.counted(Math.round(result.campaign().durationS() / 60), "minute"),
                jobs == 1 ? "" : ", %d jobs side by side".formatted(jobs),
                result.suite().git() == null
                        ? ""
                        : "; commit " + result.suite().git().commitHash().substring(0, 10));
    }

    private Table table() {
        add("cells with figures", null, this::count);
        if (trainings.hasClasses()) {
            mean(Metric.ACCURACY, study == null ? null : study.accuracy());
            List<Double> recalls = study == null ? List.of() : study.recall();
            mean(Metric.MACRO_RECALL, Numbers.meanOrNull(recalls));
            for (int c = 0; c < trainings.task().classes().size(); c++) {
                int index = c;
                mean(
                        Metric.RECALL.label() + " " + trainings.task().classes().get(c),
                        recalls.isEmpty() ? null : recalls.get(c),
                        "%,.3f",
                        metrics -> recall(metrics, index));
            }
            further();
            boolean several = trainings.task().kind() == TaskKind.MULTI_LABEL;
            mean(
                    several ? "accuracy of the majority's classes" : "accuracy of the majority class",
                    null,
                    FRACTION,
                    Metrics::baseline);
        } else {
            mean(Metric.MSE, study == null ? null : study.mse());
            mean(Metric.MAE, null);
            mean(Metric.R2, null);
            further();
            mean("MSE of the mean target", null, FRACTION, Metrics::baseline);
        }
        addMean("final training loss", FRACTION, ResultTables::lastLoss);
        Target.of(trainings).ifPresent(target -> {
            add("epochs to " + target.name(), null, target::epochs);
            if (trainings.timesCount()) {
                add("time to " + target.name() + ", s", null, target::seconds);
            }
        });
        if (trainings.timesCount()) {
            mean("training, samples/s", null, WHOLE, Metrics::trainThroughput);
            mean("inference, samples/s", null, WHOLE, Metrics::inferThroughput);
        }
        addMean("peak RSS, MB", WHOLE, cell -> megabytes(cell.peakRssBytes()));
        Function<QualityCell, @Nullable Double> onDevice =
                cell -> megabytes(cell.seen().peakDeviceBytes());
        if (engines.stream().anyMatch(engine -> trainings.mean(engine, onDevice) != null)) {
            addMean("peak on GPUs, MB", WHOLE, onDevice);
        }
        List<String> header = new ArrayList<>(study == null ? List.of("figure") : List.of("figure", "study"));
        header.addAll(engines);
        return new Table(title(), header, rows, notes());
    }

    private void add(String name, @Nullable String ofStudy, Function<String, String> ofEngine) {
        List<String> row = new ArrayList<>(List.of(name));
        if (study != null) {
            row.add(Objects.requireNonNullElse(ofStudy, Numbers.DASH));
        }
        engines.forEach(engine -> row.add(ofEngine.apply(engine)));
        rows.add(row);
    }

    private void addMean(String name, String pattern, Function<QualityCell, @Nullable Double> figure) {
        add(name, null, engine -> Numbers.plain(pattern, trainings.mean(engine, figure)));
    }

    private static @Nullable Double megabytes(@Nullable Long bytes) {
        return bytes == null ? null : (Double) (bytes / 1e6);
    }

    /** Metrics that not every file has. */
    private void further() {
        trainings.cells().stream()
                .flatMap(cell -> Stream.ofNullable(cell.metrics()))
                .flatMap(metrics -> Stream.ofNullable(metrics.further()))
                .flatMap(scores -> scores.keySet().stream())
                .distinct()
                .flatMap(id -> Metric.named(id).stream())
                .forEach(metric -> mean(metric, null));
    }

    private void mean(Metric metric, @Nullable Double ofStudy) {
        mean(metric.label(), ofStudy, FRACTION, metrics -> metrics.score(metric));
    }

    private void mean(
            String name, @Nullable Double ofStudy, String pattern, Function<Metrics, @Nullable Score> metric) {
        add(
                name,
                Numbers.plain(pattern, ofStudy),
                engine -> Numbers.plain(pattern, trainings.mean(engine, cell -> {
                    Score value = metric.apply(Objects.requireNonNull(cell.metrics()));
                    return value == null ? null : value.score();
                })));
    }

    private String title() {
        HyperParameters used = first.hyperParameters();
        Optimiser optimiser = used.optimiser();
        return "%s  %s, %s, %s protocol, %s, %s rows trained on, %s, batch %d, %s%s%s, %s"
                .formatted(
                        trainings.task().id(),
                        trainings.model(),
                        trainings.division().words(),
                        trainings.protocol().json(),
                        trainings.data().map(ResultTables::origin).orElse("unknown data"),
                        used.trainSamples() == null ? "all" : Numbers.format("%,d", used.trainSamples()),
                        (endsAtTarget() ? "at most " : "") + Words.counted(used.epochs(), "epoch"),
                        used.globalBatchSize(),
                        (optimiser.equals(Optimiser.KERAS_ADAM) ? "" : optimiser.wordsWithRate() + ", ")
                                + (used.loss() == null ? "" : used.loss().words() + ", "),
                        trainings.folds() > 1 ? trainings.folds() + " folds, " : "",
                        trainings.seeds() == 1 ? "seed " + first.seed() : trainings.seeds() + " seeds",
                        Words.counted(first.numThreads(), "thread"));
    }

    private boolean endsAtTarget() {
        return trainings.cells().stream().anyMatch(QualityCell::endsAtTarget);
    }

    private static String origin(DataRecord data) {
        String kind = data.kind().json();
        if (data.source().equals(kind)) {
            return kind + " data";
        }
        boolean doubtful = !data.verified() && data.kind() != DataKind.SYNTHETIC;
        return "%s data (%s%s)".formatted(kind, data.source(), doubtful ? ", unverified" : "");
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        trainings
                .data()
                .flatMap(data -> Optional.ofNullable(data.note()))
                .ifPresent(note -> notes.add("Data: " + note + "."));
        if (study != null) {
            notes.add("Study: " + study.protocol() + ".");
            List<String> different = otherThan(study.settings());
            if (!different.isEmpty()) {
                notes.add("Not the study's settings: " + String.join(", ", different) + ".");
            }
        }
        if (endsAtTarget()) {
            notes.add(
                    "A training ends with the first epoch that reaches its target: figures are of that epoch, near the target by construction, and engines are not compared in them.");
        }
        if (trainings.task().kind() == TaskKind.MULTI_LABEL) {
            notes.add("A row is answered rightly if all of its classes are, and no others.");
        }
        if (trainings.alone() > 0) {
            notes.add("Means are over the seeds and folds that every engine here has figures of; %s left out."
                    .formatted(Words.counted(trainings.alone(), "other training is", "other trainings are")));
        }
        Cut<QualityCell> ended = Cut.of(
                trainings.cells().stream()
                        .filter(cell -> cell.status() != CellStatus.OK && !Unsupported.is(cell))
                        .toList(),
                MOST_ENDED);
        ended.shown().forEach(cell -> notes.add(cell.id() + ": " + cell.ending() + ", " + cell.reason() + "."));
        ended.said("cells without figures").ifPresent(notes::add);
        notes.addAll(Unsupported.notes(trainings.cells()));
        notes.addAll(sameBits());
        return notes;
    }

    /** Engines that a verdict cannot tell apart because there is nothing to tell. */
    private List<String> sameBits() {
        Map<List<String>, List<String>> byWeights = new LinkedHashMap<>();
        for (String engine : engines) {
            List<String> learnt = trainings.measured(engine).stream()
                    .flatMap(cell -> Stream.ofNullable(cell.evidence()).map(Evidence::finalWeightsSha256))
                    .toList();
            byWeights.computeIfAbsent(learnt, weights -> new ArrayList<>()).add(engine);
        }
        return byWeights.entrySet().stream()
                .filter(one -> !one.getKey().isEmpty() && one.getValue().size() > 1)
                .map(one -> "%s learnt the same weights, bit by bit, in %s."
                        .formatted(
                                String.join(" and ", one.getValue()),
                                Words.counted(one.getKey().size(), "training")))
                .toList();
    }

    private List<String> otherThan(StudyFigures.StudySettings settings) {
        List<String> different = new ArrayList<>();
        HyperParameters used = first.hyperParameters();
        if (!first.protocol().json().equals(settings.protocol())) {
            different.add("the study followed the " + settings.protocol() + " protocol");
        }
        if (used.epochs() != settings.epochs()) {
            different.add("%d of its %d epochs".formatted(used.epochs(), settings.epochs()));
        }
        int batch = trainings.task().hyperParameters().globalBatchSize();
        if (used.globalBatchSize() != batch) {
            different.add("batches of %d instead of %d".formatted(used.globalBatchSize(), batch));
        }
        Integer rows = used.trainSamples();
        if (trainings.task().split() instanceof Split.KFold && rows != null && used.evalSamples() != null) {
            int whole = trainings.data().map(DataRecord::rows).orElse(0) - used.evalSamples();
            if (rows < whole) {
                different.add(Numbers.format("%,d of %,d training rows of a fold", rows, whole));
            }
        }
        if (rows != null && settings.trainSamples() != null && !rows.equals(settings.trainSamples())) {
            different.add(Numbers.format("%,d of its %,d training rows", rows, settings.trainSamples()));
        }
        return different;
    }

    private String count(String engine) {
        int ok = trainings.measured(engine).size();
        int all = trainings.of(engine).size();
        return ok == all ? Integer.toString(ok) : ok + " of " + all;
    }

    private static @Nullable Score recall(Metrics metrics, int index) {
        ClassRecall recall = Objects.requireNonNull(metrics.recall()).get(index);
        return recall.score() == null ? null : Metric.RECALL.of(recall.score());
    }

    private static @Nullable Double lastLoss(QualityCell cell) {
        List<Double> losses = cell.lossPerEpoch();
        return losses.isEmpty() ? null : losses.get(losses.size() - 1);
    }
}
