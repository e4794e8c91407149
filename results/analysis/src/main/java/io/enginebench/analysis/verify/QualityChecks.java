package io.enginebench.analysis.verify;

import io.enginebench.analysis.score.Scores;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.ClassRecall;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the figures of trainings and cross-evaluations follow from their predictions and epochs. */
final class QualityChecks {
    private static final String ANSWERS = "from predictions";

    private final Findings findings;

    private QualityChecks(Findings findings) {
        this.findings = findings;
    }

    static void of(RunResult result, Findings findings) {
        QualityChecks checks = new QualityChecks(findings);
        for (int i = 0; i < result.cells().size(); i++) {
            CellResult cell = result.cells().get(i);
            Optional<TaskDescriptor> task = result.tasks().stream()
                    .filter(one -> one.id().equals(cell.task()))
                    .findFirst();
            if (cell.status() != CellStatus.OK || task.isEmpty()) {
                continue;
            }
            String where = "cells[" + i + "]";
            if (cell instanceof QualityCell quality) {
                checks.training(where, quality, task.get());
            } else if (cell instanceof CrossCell cross) {
                Metrics metrics = Objects.requireNonNull(cross.metrics());
                checks.scores(where, task.get(), metrics, Objects.requireNonNull(cross.predictions()));
                checks.findings.metric(where + ".metrics.baseline", null, "of no training", metrics.baseline());
                checks.metric(where, Metric.TRAIN_THROUGHPUT, null, "of no training", metrics);
                checks.metric(where, Metric.INFER_THROUGHPUT, null, "of no timing", metrics);
            }
        }
    }

    private void metric(String where, Metric metric, @Nullable Score expected, String why, Metrics got) {
        findings.metric(where + ".metrics." + metric.id(), expected, why, got.score(metric));
    }

    private void training(String where, QualityCell cell, TaskDescriptor task) {
        Metrics metrics = Objects.requireNonNull(cell.metrics());
        Predictions predictions = Objects.requireNonNull(cell.predictions());
        scores(where, task, metrics, predictions);
        epochScores(where + ".epoch_scores", cell, task);
        List<Long> durations = Objects.requireNonNull(cell.raw()).epochDurationsNs();
        int epochs = cell.hyperParameters().epochs();
        findings.same(where + ".hyper_parameters.epochs", durations.size(), "from raw.epoch_durations_ns", epochs);
        findings.same(
                where + ".loss_per_epoch",
                epochs + " values",
                "from hyper_parameters.epochs",
                cell.lossPerEpoch().size() + " values");
        int tested = predictions.rows().size();
        findings.same(
                where + ".hyper_parameters.eval_samples",
                tested,
                ANSWERS,
                cell.hyperParameters().evalSamples());
        double seconds = durations.stream().mapToLong(Long::longValue).sum() / 1e9;
        findings.number(
                where + ".training_duration_s", seconds, "from raw.epoch_durations_ns", cell.trainingDurationS());
        Integer trained = cell.hyperParameters().trainSamples();
        findings.unless(trained != null, where + ".hyper_parameters.train_samples", "there", null);
        if (trained != null) {
            metric(
                    where,
                    Metric.TRAIN_THROUGHPUT,
                    Metric.TRAIN_THROUGHPUT.of((double) trained * durations.size() / seconds),
                    "from train_samples and raw.epoch_durations_ns",
                    metrics);
        }
        metric(
                where,
                Metric.INFER_THROUGHPUT,
                Metric.INFER_THROUGHPUT.of(tested / Objects.requireNonNull(cell.predictDurationS())),
                "from eval_samples and predict_duration_s",
                metrics);
    }

    /** Scores of earlier epochs have no predictions left that they could be recomputed from, only a grid that they lie on. */
    private void epochScores(String where, QualityCell cell, TaskDescriptor task) {
        EpochScores got = cell.epochScores();
        if (got == null) {
            return;
        }
        List<Long> durations = Objects.requireNonNull(cell.raw()).epochDurationsNs();
        int scores = got.scorePerEpoch().size();
        int evaluations = got.evaluationDurationsNs().size();
        findings.same(
                where + ".score_per_epoch",
                durations.size() + " values",
                "from raw.epoch_durations_ns",
                scores + " values");
        findings.same(
                where + ".evaluation_durations_ns",
                durations.size() + " values",
                "from raw.epoch_durations_ns",
                evaluations + " values");
        findings.unless(
                task.kind().mayAimAt(got.target()),
                where + ".target",
                task.kind().targets(),
                got.target());
        if (scores != durations.size() || evaluations != durations.size()) {
            return;
        }
        EpochScores expected =
                EpochScores.of(task.kind(), got.target(), got.scorePerEpoch(), got.evaluationDurationsNs(), durations);
        Score judged = Objects.requireNonNull(cell.metrics()).judged();
        String last = "[" + (scores - 1) + "]";
        findings.number(
                where + ".score_per_epoch" + last,
                judged.score(),
                "the figure of the cell",
                got.scorePerEpoch().get(scores - 1));
        findings.number(
                where + ".evaluation_durations_ns" + last,
                Objects.requireNonNull(cell.predictDurationS()) * 1e9,
                "from predict_duration_s",
                (double) got.evaluationDurationsNs().get(scores - 1));
        findings.same(
                where + ".metric",
                expected.metric().id(),
                "from the task's kind",
                got.metric().id());
        findings.same(where + ".unit", judged.unit(), "the unit of the cell's figure", got.unit());
        findings.same(
                where + ".higher_is_better", judged.higherIsBetter(), "as of the cell's figure", got.higherIsBetter());
        String why = "from score_per_epoch and target";
        findings.same(where + ".reached", expected.reached(), why, got.reached());
        findings.same(where + ".epochs_to_target", expected.epochsToTarget(), why, got.epochsToTarget());
        findings.number(
                where + ".time_to_target_s",
                expected.timeToTargetS(),
                "from epochs_to_target and raw.epoch_durations_ns",
                got.timeToTargetS());
        if (task.kind() == TaskKind.CLASSIFICATION) {
            int rows = Objects.requireNonNull(cell.predictions()).rows().size();
            for (int e = 0; e < scores; e++) {
                double right = got.scorePerEpoch().get(e) * rows;
                findings.unless(
                        right >= 0 && right <= rows && Math.abs(right - Math.rint(right)) < 1e-6,
                        "%s.score_per_epoch[%d]".formatted(where, e),
                        "a number of the " + rows + " test rows over their number",
                        got.scorePerEpoch().get(e));
            }
        }
    }

    private void scores(String where, TaskDescriptor task, Metrics got, Predictions predictions) {
        boolean classes = predictions instanceof Predictions.Classes;
        findings.same(
                where + ".predictions.kind",
                task.kind() == TaskKind.CLASSIFICATION ? "classes" : "values",
                "from the task's kind",
                classes ? "classes" : "values");
        if (classes != (task.kind() == TaskKind.CLASSIFICATION)) {
            return;
        }
        Metrics expected;
        try {
            expected = Scores.of(predictions, task.classes());
        } catch (IllegalArgumentException e) {
            findings.unless(false, where + ".predictions", "answers of the task", e.getMessage());
            return;
        }
        for (Metric metric : List.of(Metric.ACCURACY, Metric.MACRO_RECALL, Metric.MSE, Metric.MAE, Metric.R2)) {
            metric(where, metric, expected.score(metric), ANSWERS, got);
        }
        findings.same(where + ".metrics.confusion", expected.confusion(), ANSWERS, got.confusion());
        recalls(where + ".metrics.recall", expected.recall(), got.recall());
    }

    private void recalls(String where, @Nullable List<ClassRecall> expected, @Nullable List<ClassRecall> got) {
        if (expected == null || got == null || expected.size() != got.size()) {
            findings.same(where, expected, ANSWERS, got);
            return;
        }
        for (int c = 0; c < expected.size(); c++) {
            String place = where + "[" + c + "]";
            findings.same(
                    place + ".class",
                    expected.get(c).name(),
                    "from the task",
                    got.get(c).name());
            findings.same(
                    place + ".support",
                    expected.get(c).support(),
                    ANSWERS,
                    got.get(c).support());
            findings.number(
                    place + ".score",
                    expected.get(c).score(),
                    ANSWERS,
                    got.get(c).score());
        }
    }
}
