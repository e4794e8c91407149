package io.enginebench.report.export;

import io.enginebench.analysis.stats.StudentT;
import io.enginebench.analysis.timing.Machines;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.figure.ClassRecall;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one thing measured, with a value for each seed and fold or round.
 *
 * @param name {@code task.model.metric}, with what narrows it
 * @param params what tells it from other series of that name, the engine first; speeds of unlike processors are series of their own
 * @param values in the order of the cells, one or more
 */
record Series(
        String name, Map<String, String> params, String unit, boolean higherIsBetter, int threads, List<Value> values) {
    /** Of trainings those that say how fast their machine was. */
    private static final Set<String> SPEEDS = Set.of(Metric.TRAIN_THROUGHPUT.id(), Metric.INFER_THROUGHPUT.id());

    /**
     * One value.
     *
     * @param cell the id of its cell
     * @param processor of the machine that it ran on
     */
    record Value(
            String cell,
            String processor,
            long seed,
            @Nullable Integer fold,
            @Nullable Integer round,
            double score) {}

    double mean() {
        return values.stream().mapToDouble(Value::score).average().orElseThrow();
    }

    double[] scores() {
        return values.stream().mapToDouble(Value::score).toArray();
    }

    /** Half of the t interval around the mean; of two values or more. */
    double error(double confidence) {
        return StudentT.paired(scores()).interval(confidence).orElseThrow().upper() - mean();
    }

    /** All series of a result, in the order of its cells. Controls are no measurements and left out. */
    static List<Series> of(RunResult result) {
        Map<List<Object>, Series> all = new LinkedHashMap<>();
        Map<String, String> unlike = Machines.of(result).unlike();
        String own = result.environment().host().hostProcessorModelName();
        for (CellResult cell : result.cells()) {
            if (cell.status() == CellStatus.OK && cell.control() == null) {
                boolean timesCount = result.campaign().jobs() == 1;
                String processor = unlike.getOrDefault(cell.id(), own);
                for (Figure figure : figures(cell, timesCount)) {
                    boolean ofTime = cell instanceof ThroughputCell || SPEEDS.contains(figure.metric());
                    add(all, cell, figure, processor, ofTime && !unlike.isEmpty());
                }
            }
        }
        return List.copyOf(all.values());
    }

    private record Figure(String metric, Score value) {}

    private static void add(
            Map<List<Object>, Series> all, CellResult cell, Figure figure, String processor, boolean apart) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("engine", cell.engine());
        params.put("division", cell.division().json());
        params.put("device", cell.device());
        if (cell.dtype() != Dtype.FLOAT32) {
            params.put("dtype", cell.dtype().json());
        }
        Integer fold = null;
        Integer round = null;
        if (cell instanceof QualityCell training) {
            params.put("protocol", training.protocol().json());
            fold = training.fold();
        } else if (cell instanceof CrossCell cross) {
            params.put("protocol", cross.protocol().json());
            params.put("trained_on", cross.trainedOn());
            fold = cross.fold();
        } else if (cell instanceof ThroughputCell timing) {
            params.put("mode", timing.mode().json());
            params.put("batch", Integer.toString(timing.globalBatchSize()));
            if (timing.mode() == Mode.TRAIN && timing.raw() != null) {
                timing.raw().steps().ifPresent(steps -> params.put("steps", steps));
            }
            round = timing.round();
        }
        if (apart) {
            params.put("processor", processor);
        }
        String name = cell.task() + "." + cell.model() + "." + figure.metric();
        all.computeIfAbsent(
                        List.of(name, params, cell.numThreads()),
                        key -> new Series(
                                name,
                                params,
                                figure.value().unit(),
                                figure.value().higherIsBetter(),
                                cell.numThreads(),
                                new ArrayList<>()))
                .values
                .add(new Value(
                        cell.id(),
                        processor,
                        cell.seed(),
                        fold,
                        round,
                        figure.value().score()));
    }

    private static List<Figure> figures(CellResult cell, boolean timesCount) {
        List<Figure> figures = new ArrayList<>();
        if (cell instanceof ThroughputCell timing) {
            ThroughputCell.TimingMetrics metrics = Objects.requireNonNull(timing.metrics());
            for (Metric metric : List.of(Metric.STEP_DURATION, Metric.TRAIN_THROUGHPUT, Metric.INFER_THROUGHPUT)) {
                add(figures, metric.id(), metrics.score(metric));
            }
            Stream.ofNullable(metrics.latency())
                    .flatMap(List::stream)
                    .forEach(one -> figures.add(new Figure(
                            Metric.latency(one.percentile()).id(),
                            new Score(one.score(), one.unit(), one.higherIsBetter()))));
            return figures;
        }
        Metrics metrics = Objects.requireNonNull(
                cell instanceof QualityCell training ? training.metrics() : ((CrossCell) cell).metrics());
        String prefix = cell instanceof CrossCell ? "cross_" : "";
        for (Metric metric : List.of(Metric.ACCURACY, Metric.MACRO_RECALL)) {
            add(figures, prefix + metric.id(), metrics.score(metric));
        }
        for (ClassRecall recall : Objects.requireNonNullElse(metrics.recall(), List.<ClassRecall>of())) {
            if (recall.score() != null) {
                add(figures, prefix + Metric.RECALL.id() + "." + recall.name(), Metric.RECALL.of(recall.score()));
            }
        }
        for (Metric metric : List.of(Metric.MSE, Metric.MAE, Metric.R2)) {
            add(figures, prefix + metric.id(), metrics.score(metric));
        }
        Objects.requireNonNullElse(metrics.further(), Map.<String, Score>of())
                .forEach((metric, score) -> add(figures, prefix + metric, score));
        if (timesCount) {
            add(figures, Metric.TRAIN_THROUGHPUT.id(), metrics.trainThroughput());
            add(figures, Metric.INFER_THROUGHPUT.id(), metrics.inferThroughput());
        }
        return figures;
    }

    private static void add(List<Figure> figures, String name, @Nullable Score value) {
        if (value != null) {
            figures.add(new Figure(name, value));
        }
    }
}
