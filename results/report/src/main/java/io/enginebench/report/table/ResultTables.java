package io.enginebench.report.table;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.ClassRecall;
import io.enginebench.record.cell.Metric;
import io.enginebench.record.cell.Metrics;
import io.enginebench.record.cell.Protocol;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.StudyFigures;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table for each task, model and protocol: a row for each figure, a column for the study and for each engine. A figure
 * over several folds or seeds is their mean.
 */
public final class ResultTables {
    static final String NONE = "-";

    private final RunResult result;

    private ResultTables(RunResult result) {
        this.result = result;
    }

    /** The tables of a result, in the order of its cells. */
    public static List<Table> of(RunResult result) {
        return new ResultTables(result).tables();
    }

    /** The table of one task, model and protocol, if it has cells. */
    public static Optional<Table> of(RunResult result, TaskDescriptor task, String model, Protocol protocol) {
        List<QualityCell> cells = result.qualityCells().stream()
                .filter(cell ->
                        cell.task().equals(task.id()) && cell.model().equals(model) && cell.protocol() == protocol)
                .toList();
        return cells.isEmpty()
                ? Optional.empty()
                : Optional.of(new ResultTables(result).table(task, model, protocol, cells));
    }

    /** What else there is to say of a task and model: the notebook's protocol against the clean one, the cross-evaluation. */
    public static List<Table> across(RunResult result, TaskDescriptor task, String model) {
        return Stream.concat(
                        new ResultTables(result).leak(task, model).stream(),
                        CrossTable.of(result, task, model).stream())
                .toList();
    }

    private List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        for (TaskDescriptor task : result.tasks()) {
            for (String model : task.models()) {
                for (Protocol protocol : Protocol.values()) {
                    of(result, task, model, protocol).ifPresent(tables::add);
                }
                tables.addAll(across(result, task, model));
            }
        }
        return tables;
    }

    private Table table(TaskDescriptor task, String model, Protocol protocol, List<QualityCell> cells) {
        DataRecord data = result.data().stream()
                .filter(record -> record.task().equals(task.id()))
                .findFirst()
                .orElseThrow();
        List<String> engines = result.engines().stream().map(EngineRecord::id).toList();
        @Nullable StudyFigures study = study(result, task, model).orElse(null);
        Rows rows = new Rows(engines, cells, study != null);
        rows.add("cells with figures", null, engine -> count(engine, cells));
        if (task.kind() == TaskKind.CLASSIFICATION) {
            rows.mean("accuracy", study == null ? null : study.accuracy(), 4, Metrics::accuracy);
            rows.mean("macro recall", study == null ? null : mean(study.recall()), 4, Metrics::macroRecall);
            for (int c = 0; c < task.classes().size(); c++) {
                int index = c;
                rows.mean(
                        "recall " + task.classes().get(c),
                        study == null || study.recall().isEmpty()
                                ? null
                                : study.recall().get(c),
                        3,
                        metrics -> recall(metrics, index));
            }
            rows.mean("accuracy of the majority class", null, 4, Metrics::baseline);
        } else {
            rows.mean("MSE", study == null ? null : study.mse(), 4, Metrics::mse);
            rows.mean("MAE", null, 4, Metrics::mae);
            rows.mean("R2", null, 4, Metrics::r2);
            rows.mean("MSE of the mean target", null, 4, Metrics::baseline);
        }
        rows.add("final training loss", null, engine -> format(cells, engine, 4, ResultTables::lastLoss));
        boolean timesCount = result.campaign().jobs() == 1;
        Target.of(cells).ifPresent(target -> {
            rows.add("epochs to " + target.name(), null, target::epochs);
            if (timesCount) {
                rows.add("time to " + target.name() + ", s", null, target::seconds);
            }
        });
        if (timesCount) {
            rows.mean("training, samples/s", null, 0, Metrics::trainThroughput);
            rows.mean("inference, samples/s", null, 0, Metrics::inferThroughput);
        }
        rows.add(
                "peak RSS, MB",
                null,
                engine -> format(
                        cells, engine, 0, cell -> cell.peakRssBytes() == null ? null : cell.peakRssBytes() / 1e6));
        return new Table(
                title(task, model, protocol, data, cells), rows.header(), rows.rows(), notes(task, data, study, cells));
    }

    /** The study's figures, if they may stand beside a model's: it trained that very network on these very rows. */
    public static Optional<StudyFigures> study(RunResult result, TaskDescriptor task, String model) {
        boolean rows = result.data().stream().anyMatch(data -> data.task().equals(task.id()) && data.study());
        return Optional.ofNullable(task.study()).filter(study -> rows && study.areOf(model));
    }

    private static String origin(DataRecord data) {
        if (data.source().equals(data.kind())) {
            return data.kind() + " data";
        }
        boolean doubtful = !data.verified() && !data.kind().equals("synthetic");
        return "%s data (%s%s)".formatted(data.kind(), data.source(), doubtful ? ", unverified" : "");
    }

    /** Which program on which machine made a result, and how long it took, in a sentence. */
    public static String provenance(RunResult result) {
        String engines = result.engines().stream()
                .map(engine -> engine.name() + " " + engine.version())
                .collect(Collectors.joining(" and "));
        return String.format(
                Locale.ROOT,
                "%s through DJL %s on %s, %d cores, %.0f GB, %s %s; %.0f minutes, %d jobs side by side%s.",
                engines,
                result.engines().stream()
                        .map(EngineRecord::djlVersion)
                        .distinct()
                        .collect(Collectors.joining(" and ")),
                result.environment().host().hostProcessorModelName(),
                result.environment().host().hostProcessorCoreCount(),
                result.environment().host().hostMemoryCapacity() / 1e9,
                result.environment().os().name(),
                result.environment().os().version(),
                result.campaign().durationS() / 60,
                result.campaign().jobs(),
                result.suite().git() == null
                        ? ""
                        : "; commit " + result.suite().git().commitHash().substring(0, 10));
    }

    /** What the notebook's protocol is worth against the clean one, if both were run. */
    private Optional<Table> leak(TaskDescriptor task, String model) {
        Map<Protocol, List<QualityCell>> cells = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            cells.put(
                    protocol,
                    result.qualityCells().stream()
                            .filter(cell -> cell.task().equals(task.id())
                                    && cell.model().equals(model)
                                    && cell.protocol() == protocol
                                    && cell.status() == CellStatus.OK)
                            .toList());
        }
        List<QualityCell> clean = Objects.requireNonNull(cells.get(Protocol.CLEAN));
        List<QualityCell> notebook = Objects.requireNonNull(cells.get(Protocol.NOTEBOOK));
        if (clean.isEmpty() || notebook.isEmpty()) {
            return Optional.empty();
        }
        boolean classes = task.kind() == TaskKind.CLASSIFICATION;
        String figure = classes ? "accuracy" : "MSE";
        Function<QualityCell, @Nullable Double> score =
                cell -> Objects.requireNonNull(cell.metrics()).judged().score();
        List<String> engines = result.engines().stream().map(EngineRecord::id).toList();
        List<List<String>> rows = new ArrayList<>();
        for (String engine : engines) {
            rows.add(List.of(
                    engine,
                    format(clean, engine, 4, score),
                    format(notebook, engine, 4, score),
                    seen(engine, clean),
                    seen(engine, notebook)));
        }
        return Optional.of(
                new Table(
                        task.id() + "  what the notebook's protocol is worth (" + figure + ")",
                        List.of("engine", "clean", "notebook", "test rows trained on, clean", "notebook"),
                        rows,
                        List.of(
                                "The notebook trains one model on across the folds, so that from the second fold on it is scored on rows"
                                        + " it has been trained on"
                                        + (task.inputShape().get(0) > 1
                                                ? ", and its reshape mixes the images of a record"
                                                : "")
                                        + "; the clean protocol starts anew for each fold, so the difference is no skill of the network.")));
    }

    /** Test rows that had been trained on when they were scored, of all test rows. */
    private static String seen(String engine, List<QualityCell> cells) {
        long seen = 0;
        long all = 0;
        for (QualityCell cell : cells) {
            if (cell.engine().equals(engine) && cell.evidence() != null && cell.predictions() != null) {
                seen += cell.evidence().testRowsTrainedOn();
                all += cell.predictions().rows().size();
            }
        }
        return all == 0 ? NONE : String.format(Locale.ROOT, "%,d of %,d", seen, all);
    }

    private static String title(
            TaskDescriptor task, String model, Protocol protocol, DataRecord data, List<QualityCell> cells) {
        QualityCell first = firstOk(cells);
        long seeds = cells.stream().mapToLong(QualityCell::seed).distinct().count();
        long folds = cells.stream().map(QualityCell::fold).distinct().count();
        return "%s  %s, %s protocol, %s, %s rows trained on, %d %s, batch %d, %s%s, %d %s"
                .formatted(
                        task.id(),
                        model,
                        protocol.json(),
                        origin(data),
                        first.hyperParameters().trainSamples() == null
                                ? "all"
                                : String.format(
                                        Locale.ROOT,
                                        "%,d",
                                        first.hyperParameters().trainSamples()),
                        first.hyperParameters().epochs(),
                        first.hyperParameters().epochs() == 1 ? "epoch" : "epochs",
                        first.hyperParameters().globalBatchSize(),
                        folds > 1 ? folds + " folds, " : "",
                        seeds == 1 ? "seed " + first.seed() : seeds + " seeds",
                        first.numThreads(),
                        first.numThreads() == 1 ? "thread" : "threads");
    }

    private List<String> notes(
            TaskDescriptor task, DataRecord data, @Nullable StudyFigures study, List<QualityCell> cells) {
        List<String> notes = new ArrayList<>();
        if (data.note() != null) {
            notes.add("Data: " + data.note() + ".");
        }
        if (study != null) {
            notes.add("Study: " + study.protocol() + ".");
            QualityCell first = firstOk(cells);
            StudyFigures.StudySettings settings = study.settings();
            List<String> different = new ArrayList<>();
            if (!first.protocol().json().equals(settings.protocol())) {
                different.add("the study followed the " + settings.protocol() + " protocol");
            }
            if (first.hyperParameters().epochs() != settings.epochs()) {
                different.add(
                        "%d of its %d epochs".formatted(first.hyperParameters().epochs(), settings.epochs()));
            }
            int batch = task.hyperParameters().globalBatchSize();
            if (first.hyperParameters().globalBatchSize() != batch) {
                different.add("batches of %d instead of %d"
                        .formatted(first.hyperParameters().globalBatchSize(), batch));
            }
            Integer rows = first.hyperParameters().trainSamples();
            Integer tested = first.hyperParameters().evalSamples();
            if (task.split() instanceof Split.KFold && rows != null && tested != null && rows < data.rows() - tested) {
                different.add(
                        String.format(Locale.ROOT, "%,d of %,d training rows of a fold", rows, data.rows() - tested));
            }
            if (rows != null && settings.trainSamples() != null && !rows.equals(settings.trainSamples())) {
                different.add(
                        String.format(Locale.ROOT, "%,d of its %,d training rows", rows, settings.trainSamples()));
            }
            if (!different.isEmpty()) {
                notes.add("Not the study's settings: " + String.join(", ", different) + ".");
            }
        }
        cells.stream()
                .filter(cell -> cell.status() != CellStatus.OK)
                .map(cell -> cell.id() + ": " + cell.outcome() + ", " + cell.reason() + ".")
                .forEach(notes::add);
        return notes;
    }

    /** A cell that knows the rows it used, if there is one. */
    private static QualityCell firstOk(List<QualityCell> cells) {
        return cells.stream()
                .filter(cell -> cell.status() == CellStatus.OK)
                .findFirst()
                .orElse(cells.get(0));
    }

    private static String count(String engine, List<QualityCell> cells) {
        List<QualityCell> own =
                cells.stream().filter(cell -> cell.engine().equals(engine)).toList();
        long ok = own.stream().filter(cell -> cell.status() == CellStatus.OK).count();
        return ok == own.size() ? Long.toString(ok) : ok + " of " + own.size();
    }

    private static @Nullable Metric recall(Metrics metrics, int index) {
        ClassRecall recall = Objects.requireNonNull(metrics.recall()).get(index);
        return recall.score() == null ? null : Metric.fraction(recall.score());
    }

    private static @Nullable Double lastLoss(QualityCell cell) {
        return cell.lossPerEpoch().isEmpty()
                ? null
                : cell.lossPerEpoch().get(cell.lossPerEpoch().size() - 1);
    }

    private static @Nullable Double mean(List<Double> values) {
        OptionalDouble mean = values.stream().mapToDouble(Double::doubleValue).average();
        return mean.isPresent() ? mean.getAsDouble() : null;
    }

    private static String format(
            List<QualityCell> cells, String engine, int decimals, Function<QualityCell, @Nullable Double> figure) {
        return format(
                mean(cells.stream()
                        .filter(cell -> cell.engine().equals(engine) && cell.status() == CellStatus.OK)
                        .map(figure)
                        .filter(Objects::nonNull)
                        .toList()),
                decimals);
    }

    private static String format(@Nullable Double value, int decimals) {
        return value == null ? NONE : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** The rows of one table as they come together. */
    private static final class Rows {
        private final List<String> engines;
        private final List<QualityCell> cells;
        private final boolean withStudy;
        private final List<List<String>> rows = new ArrayList<>();

        Rows(List<String> engines, List<QualityCell> cells, boolean withStudy) {
            this.engines = engines;
            this.cells = cells;
            this.withStudy = withStudy;
        }

        void add(String name, @Nullable String study, Function<String, String> ofEngine) {
            List<String> row = new ArrayList<>(List.of(name));
            if (withStudy) {
                row.add(study == null ? NONE : study);
            }
            engines.forEach(engine -> row.add(ofEngine.apply(engine)));
            rows.add(row);
        }

        void mean(String name, @Nullable Double study, int decimals, Function<Metrics, @Nullable Metric> metric) {
            add(
                    name,
                    study == null ? null : format(study, decimals),
                    engine -> format(cells, engine, decimals, cell -> {
                        Metric value = metric.apply(Objects.requireNonNull(cell.metrics()));
                        return value == null ? null : value.score();
                    }));
        }

        List<String> header() {
            List<String> header = new ArrayList<>(List.of("figure"));
            if (withStudy) {
                header.add("study");
            }
            header.addAll(engines);
            return header;
        }

        List<List<String>> rows() {
            return rows;
        }
    }
}
