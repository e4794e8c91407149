package io.enginebench.analysis.verify;

import io.enginebench.analysis.score.Baseline;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.metric.Score;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether cells that were given the same thing say so: the engines of a comparison had the same weights, order, rows and
 * recipe; a row has one truth; the folds of a training share out the data.
 */
final class AgreementChecks {
    private final RunResult result;
    private final Findings findings;
    private final Map<String, Map<Integer, Number>> truths = new HashMap<>();

    private AgreementChecks(RunResult result, Findings findings) {
        this.result = result;
        this.findings = findings;
    }

    static void of(RunResult result, Findings findings) {
        AgreementChecks checks = new AgreementChecks(result, findings);
        Map<List<@Nullable Object>, String> first = new HashMap<>();
        Map<List<@Nullable Object>, QualityCell> shared = new HashMap<>();
        for (int i = 0; i < result.cells().size(); i++) {
            CellResult cell = result.cells().get(i);
            String where = "cells[" + i + "]";
            if (cell.status() != CellStatus.OK) {
                continue;
            }
            if (cell instanceof QualityCell quality) {
                checks.truth(where, quality.task(), Objects.requireNonNull(quality.predictions()));
                List<@Nullable Object> coordinates = coordinates(quality);
                QualityCell other = shared.putIfAbsent(coordinates, quality);
                String otherPlace = first.putIfAbsent(coordinates, where);
                if (other != null && otherPlace != null) {
                    checks.sameGiven(where, quality, otherPlace, other);
                }
                checks.recipe(where, quality);
            } else if (cell instanceof CrossCell cross) {
                checks.truth(where, cross.task(), Objects.requireNonNull(cross.predictions()));
                checks.answered(where, cross);
            }
        }
        checks.folds();
    }

    private static List<@Nullable Object> coordinates(QualityCell cell) {
        return Arrays.asList(cell.task(), cell.model(), cell.protocol(), cell.fold(), cell.seed());
    }

    private void truth(String where, String task, Predictions predictions) {
        Map<Integer, Number> known = truths.computeIfAbsent(task, key -> new HashMap<>());
        List<? extends Number> truth = truthOf(predictions);
        for (int i = 0; i < truth.size(); i++) {
            Number before = known.putIfAbsent(predictions.rows().get(i), truth.get(i));
            if (before != null && !before.equals(truth.get(i))) {
                findings.same(
                        "%s.predictions: truth of row %d"
                                .formatted(where, predictions.rows().get(i)),
                        before,
                        "in an earlier cell",
                        truth.get(i));
            }
        }
    }

    private static List<? extends Number> truthOf(Predictions predictions) {
        return predictions instanceof Predictions.Classes classes
                ? classes.labels()
                : ((Predictions.Values) predictions).targets();
    }

    /** Engines of one comparison: the same coordinates, another engine. */
    private void sameGiven(String where, QualityCell cell, String otherPlace, QualityCell other) {
        String why = "as in " + otherPlace;
        Evidence got = Objects.requireNonNull(cell.evidence());
        Evidence expected = Objects.requireNonNull(other.evidence());
        if (cell.protocol() == Protocol.CLEAN || Objects.equals(cell.fold(), 0)) {
            // Under the notebook's protocol a later fold starts from what its engine learnt in the one before.
            findings.same(
                    where + ".evidence.starting_weights_sha256",
                    expected.startingWeightsSha256(),
                    why,
                    got.startingWeightsSha256());
        }
        findings.same(where + ".evidence.batch_order_sha256", expected.batchOrderSha256(), why, got.batchOrderSha256());
        findings.same(
                where + ".evidence.test_rows_trained_on", expected.testRowsTrainedOn(), why, got.testRowsTrainedOn());
        findings.unless(
                Objects.requireNonNull(other.predictions())
                        .rows()
                        .equals(Objects.requireNonNull(cell.predictions()).rows()),
                where + ".predictions.rows",
                "those of " + otherPlace,
                "others");
        findings.same(where + ".hyper_parameters", other.hyperParameters(), why, cell.hyperParameters());
        findings.same(where + ".num_threads", other.numThreads(), why, cell.numThreads());
        findings.same(where + ".device", other.device(), why, cell.device());
        findings.metric(
                where + ".metrics.baseline",
                Objects.requireNonNull(other.metrics()).baseline(),
                why,
                Objects.requireNonNull(cell.metrics()).baseline());
    }

    private void recipe(String where, QualityCell cell) {
        Evidence evidence = Objects.requireNonNull(cell.evidence());
        int tested = Objects.requireNonNull(cell.predictions()).rows().size();
        if (cell.protocol() == Protocol.CLEAN) {
            findings.same(where + ".evidence.test_rows_trained_on", 0, "clean protocol", evidence.testRowsTrainedOn());
        }
        data(cell.task()).ifPresent(data -> {
            Integer trained = cell.hyperParameters().trainSamples();
            findings.unless(
                    trained == null || trained <= data.rows() - tested,
                    where + ".hyper_parameters.train_samples",
                    "at most " + (data.rows() - tested) + " (data's rows without the test set)",
                    trained);
        });
        result.qualityCells().stream()
                .filter(other -> other.task().equals(cell.task()) && other.status() == CellStatus.OK)
                .findFirst()
                .ifPresent(other -> {
                    findings.same(
                            where + ".hyper_parameters.opt_*, epochs and global_batch_size",
                            other.hyperParameters().withRows(0, 0),
                            "as in " + other.id(),
                            cell.hyperParameters().withRows(0, 0));
                    findings.same(where + ".epoch_scores.target", target(other), "as in " + other.id(), target(cell));
                });
    }

    private static @Nullable Double target(QualityCell cell) {
        return cell.epochScores() == null ? null : cell.epochScores().target();
    }

    private Optional<DataRecord> data(String task) {
        return result.data().stream().filter(data -> data.task().equals(task)).findFirst();
    }

    private void answered(String where, CrossCell cross) {
        result.qualityCells().stream()
                .filter(cell -> cell.id().equals(cross.trainedCell()) && cell.status() == CellStatus.OK)
                .forEach(trained -> {
                    findings.same(
                            where + ".weights_sha256",
                            Objects.requireNonNull(trained.evidence()).finalWeightsSha256(),
                            "the trained cell's final ones",
                            cross.weightsSha256());
                    findings.unless(
                            Objects.requireNonNull(trained.predictions())
                                    .rows()
                                    .equals(Objects.requireNonNull(cross.predictions())
                                            .rows()),
                            where + ".predictions.rows",
                            "those of " + trained.id(),
                            "others");
                });
    }

    /** The folds of one training share out all rows, and so say what the others were trained on. */
    private void folds() {
        for (TaskDescriptor task : result.tasks()) {
            if (!(task.split() instanceof Split.KFold split)) {
                continue;
            }
            Map<List<Object>, TreeMap<Integer, QualityCell>> trainings = new LinkedHashMap<>();
            for (QualityCell cell : result.qualityCells()) {
                if (cell.task().equals(task.id()) && cell.status() == CellStatus.OK && cell.fold() != null) {
                    trainings
                            .computeIfAbsent(
                                    List.of(cell.engine(), cell.model(), cell.protocol(), cell.seed()),
                                    key -> new TreeMap<>())
                            .put(cell.fold(), cell);
                }
            }
            for (Map<Integer, QualityCell> folds : trainings.values()) {
                if (folds.size() == split.folds()) {
                    share(task, List.copyOf(folds.values()));
                }
            }
        }
    }

    private void share(TaskDescriptor task, List<QualityCell> folds) {
        Map<Integer, Number> all = new TreeMap<>();
        int tested = 0;
        for (QualityCell fold : folds) {
            Predictions predictions = Objects.requireNonNull(fold.predictions());
            tested += predictions.rows().size();
            for (int i = 0; i < predictions.rows().size(); i++) {
                all.put(predictions.rows().get(i), truthOf(predictions).get(i));
            }
        }
        int rows = data(task.id()).map(DataRecord::rows).orElse(-1);
        String name = "test rows of the folds of " + folds.get(0).id();
        findings.unless(
                tested == rows && all.size() == rows && all.containsKey(0) && all.containsKey(rows - 1),
                name,
                "each of the data's " + rows + " rows once",
                "%d rows, %d of them different".formatted(tested, all.size()));
        for (QualityCell fold : folds) {
            Map<Integer, Number> learnt = new TreeMap<>(all);
            Objects.requireNonNull(fold.predictions()).rows().forEach(learnt::remove);
            Integer trained = fold.hyperParameters().trainSamples();
            if (trained != null && trained == learnt.size() && tested == rows) {
                Metrics metrics = Objects.requireNonNull(fold.metrics());
                Score expected = Baseline.of(
                        task,
                        floats(List.copyOf(learnt.values())),
                        floats(truthOf(Objects.requireNonNull(fold.predictions()))));
                findings.metric(
                        fold.id() + ".metrics.baseline",
                        expected,
                        "from the truths of the other folds",
                        metrics.baseline());
            }
        }
    }

    private static float[] floats(List<? extends Number> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }
}
