package io.enginebench.analysis.verify;

import io.enginebench.analysis.score.Scores;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TaskDescriptor;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the figures of trainings and cross-evaluations follow from their predictions and epochs. */
final class QualityChecks {
    private static final String ANSWERS = "from predictions";
    private static final String DURATIONS = "from raw.epoch_durations_ns";

    private final Findings findings;
    private final TaskDescriptor task;

    private QualityChecks(Findings findings, TaskDescriptor task) {
        this.findings = findings;
        this.task = task;
    }

    static void of(RunResult result, Findings findings) {
        findings.each(
                "cells",
                result.cells(),
                (at, cell) -> result.task(cell.task()).ifPresent(task -> {
                    QualityChecks checks = new QualityChecks(at, task);
                    if (cell.outcome() instanceof Outcome.Trained trained) {
                        checks.training((QualityCell) cell, trained);
                    } else if (cell.outcome() instanceof Outcome.Answered answered) {
                        Metrics got = answered.metrics();
                        checks.scores(got, answered.predictions());
                        at.same(".metrics", got.with(null, null, null), "of no training and no timing", got);
                    }
                }));
    }

    private void training(QualityCell cell, Outcome.Trained trained) {
        Metrics got = trained.metrics();
        scores(got, trained.predictions());
        List<Long> durations = trained.raw().epochDurationsNs();
        HyperParameters recipe = cell.hyperParameters();
        int epochs = recipe.epochs();
        if (trained.epochScores() != null) {
            epochScores(trained.epochScores(), trained);
            epochs = trained.epochScores().epochsOf(epochs);
        }
        if (epochs < recipe.epochs()) {
            findings.same(".epoch_scores.epochs_to_target", durations.size(), DURATIONS, epochs);
        } else {
            findings.same(".hyper_parameters.epochs", durations.size(), DURATIONS, recipe.epochs());
        }
        sized(
                ".loss_per_epoch",
                epochs,
                epochs < recipe.epochs() ? "from epoch_scores.epochs_to_target" : "from hyper_parameters.epochs",
                cell.lossPerEpoch());
        int tested = trained.predictions().rows().size();
        findings.same(".hyper_parameters.eval_samples", tested, ANSWERS, recipe.evalSamples());
        double seconds = durations.stream().mapToLong(Long::longValue).sum() / 1e9;
        findings.same(".training_duration_s", seconds, DURATIONS, trained.trainingDurationS());
        Integer rows = recipe.trainSamples();
        if (findings.unless(rows != null, ".hyper_parameters.train_samples", "there", null) && rows != null) {
            findings.same(
                    ".metrics",
                    got.with(
                            got.baseline(),
                            Metric.TRAIN_THROUGHPUT.of((double) rows * durations.size() / seconds),
                            Metric.INFER_THROUGHPUT.of(tested / trained.predictDurationS())),
                    "from train_samples, raw.epoch_durations_ns, eval_samples and predict_duration_s",
                    got);
        }
    }

    private void sized(String part, int expected, String why, List<?> got) {
        findings.same(part, expected + " values", why, got.size() + " values");
    }

    /** Scores of earlier epochs have no predictions left that they could be recomputed from, only a grid that they lie on. */
    private void epochScores(EpochScores got, Outcome.Trained trained) {
        Findings at = findings.at(".epoch_scores");
        List<Long> durations = trained.raw().epochDurationsNs();
        List<Double> scores = got.scorePerEpoch();
        List<Long> evaluations = got.evaluationDurationsNs();
        sized(".epoch_scores.score_per_epoch", durations.size(), DURATIONS, scores);
        sized(".epoch_scores.evaluation_durations_ns", durations.size(), DURATIONS, evaluations);
        at.unless(task.kind().mayAimAt(got.target()), ".target", task.kind().targets(), got.target());
        if (scores.size() != durations.size() || evaluations.size() != durations.size()) {
            return;
        }
        int last = scores.size() - 1;
        at.same(
                ".score_per_epoch[%d]".formatted(last),
                trained.metrics().judged().score(),
                "the figure of the cell",
                scores.get(last));
        at.same(
                ".evaluation_durations_ns[%d]".formatted(last),
                trained.predictDurationS() * 1e9,
                "from predict_duration_s",
                evaluations.get(last));
        findings.same(
                ".epoch_scores",
                EpochScores.of(task.kind(), got.target(), got.endsTraining(), scores, evaluations, durations),
                "from score_per_epoch, target and raw.epoch_durations_ns",
                got);
        if (task.kind().hasClasses()) {
            int rows = trained.predictions().rows().size();
            at.each(".score_per_epoch", scores, (epoch, score) -> {
                double right = score * rows;
                epoch.unless(
                        right >= 0 && right <= rows && Math.abs(right - Math.rint(right)) < 1e-6,
                        "",
                        "a number of the " + rows + " test rows over their number",
                        score);
            });
        }
    }

    /** Those that follow from predictions, as they do, and the others, of which a file has no evidence; none in a file of before there were any. */
    private static @Nullable Map<String, Score> further(Metrics expected, Metrics got) {
        if (got.further() == null) {
            return null;
        }
        return got.and(Objects.requireNonNullElse(expected.further(), Map.<String, Score>of()))
                .further();
    }

    /** The figures that follow from predictions alone. */
    private void scores(Metrics got, Predictions predictions) {
        if (!findings.unless(
                predictions.of() == task.kind() && predictions.truths() == task.truths(),
                ".predictions.kind",
                "that of a %s with %d of each row".formatted(task.kind().json(), task.truths()),
                "%s with %d".formatted(predictions.getClass().getSimpleName(), predictions.truths()))) {
            return;
        }
        List<Integer> rows = predictions.rows();
        findings.unless(
                Collections.min(rows) >= 0 && rows.stream().distinct().count() == rows.size(),
                ".predictions.rows",
                "numbers from 0, each once",
                "others");
        if (predictions instanceof Predictions.Values values) {
            findings.unless(
                    Stream.of(values.targets(), values.predicted())
                            .flatMap(List::stream)
                            .allMatch(Float::isFinite),
                    ".predictions",
                    "finite numbers",
                    "others");
        }
        try {
            Metrics expected = Scores.of(predictions, task.classes())
                    .with(got.baseline(), got.trainThroughput(), got.inferThroughput());
            findings.same(".metrics", expected.withFurther(further(expected, got)), ANSWERS, got);
        } catch (IllegalArgumentException e) {
            findings.unless(false, ".predictions", "answers of the task", e.getMessage());
        }
    }
}
