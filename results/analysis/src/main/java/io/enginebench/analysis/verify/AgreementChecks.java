package io.enginebench.analysis.verify;

import io.enginebench.analysis.score.Baseline;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether cells that were given the same thing say so: the engines of a comparison had the same weights, order, rows and
 * recipe; a row has one truth; the folds of a training share out the data.
 */
final class AgreementChecks {
    private final RunResult result;
    private final Findings findings;
    private final Map<String, Map<Integer, Object>> truths = new HashMap<>();
    /** What has been held against each other already, for most cells of a task have the same. */
    private final Set<List<Object>> same = new HashSet<>();
    /** The first training of each task, of each network on a task, and of each training that several engines have. */
    private final Map<Object, Training> first = new HashMap<>();

    private final Map<String, Training> byId = new LinkedHashMap<>();

    private AgreementChecks(RunResult result, Findings findings) {
        this.result = result;
        this.findings = findings;
    }

    /** One that ran to its end, with its place in the result. */
    private record Training(String place, QualityCell cell, Outcome.Trained figures) {
        Setting setting() {
            return cell.setting();
        }

        /** What it has in common with the other trainings that were given the same, controls apart from what they are of. */
        List<Object> given(@Nullable ControlArm control) {
            return List.of(setting().anywhere().in(Division.TUNED), Optional.ofNullable(control));
        }

        HyperParameters recipe() {
            return cell.hyperParameters();
        }

        Predictions predictions() {
            return figures.predictions();
        }

        @Nullable
        Double target() {
            EpochScores scores = figures.epochScores();
            return scores == null ? null : scores.target();
        }

        boolean ends() {
            return cell.endsAtTarget();
        }
    }

    static void of(RunResult result, Findings findings) {
        AgreementChecks checks = new AgreementChecks(result, findings);
        findings.each("cells", result.cells(), (at, cell) -> {
            if (cell.outcome() instanceof Outcome.Trained trained) {
                Training training = new Training(at.where(), (QualityCell) cell, trained);
                checks.byId.putIfAbsent(cell.id(), training);
                checks.truth(at, cell.task(), trained.predictions());
                sameGiven(
                        at,
                        training,
                        checks.first.computeIfAbsent(
                                training.given(training.cell().control()), key -> training));
                checks.recipe(at, training, checks.first.computeIfAbsent(cell.task(), key -> training));
                evaluatedAlike(
                        at,
                        training,
                        checks.first.computeIfAbsent(List.of(cell.task(), cell.model()), key -> training));
            } else if (cell.outcome() instanceof Outcome.Answered answered) {
                checks.truth(at, cell.task(), answered.predictions());
            }
        });
        checks.nudges();
        checks.answers();
        result.tasks().forEach(checks::folds);
    }

    private void truth(Findings at, String task, Predictions predictions) {
        Map<Integer, Object> known = truths.computeIfAbsent(task, key -> new HashMap<>());
        if (!same.add(List.of(task, predictions.rows(), predictions.truth()))) {
            return;
        }
        for (int i = 0; i < predictions.rows().size(); i++) {
            Integer row = predictions.rows().get(i);
            Object truth = predictions.truths() == 1 ? predictions.truth().get(i) : predictions.truthAt(i);
            Object before = known.putIfAbsent(row, truth);
            if (before != null && !before.equals(truth)) {
                at.unless(false, ".predictions: truth of row " + row, before + " (in an earlier cell)", truth);
            }
        }
    }

    /** Engines and divisions. */
    private static void sameGiven(Findings at, Training training, Training other) {
        String why = "as in " + other.place();
        Evidence got = training.figures().evidence();
        Evidence expected = other.figures().evidence();
        // Under the notebook's protocol a later fold starts from what its engine learnt in the one before.
        boolean sameStart = training.setting().protocol() == Protocol.CLEAN
                || Objects.equals(training.setting().fold(), 0);
        at.same(
                ".evidence",
                new Evidence(
                        sameStart ? expected.startingWeightsSha256() : got.startingWeightsSha256(),
                        expected.batchOrderSha256(),
                        got.finalWeightsSha256(),
                        expected.testRowsTrainedOn()),
                why,
                got);
        sameRows(at, training.predictions(), other.place(), other.predictions());
        at.same(".hyper_parameters", other.recipe(), why, training.recipe());
        at.same(
                "",
                other.setting().shared(),
                why,
                training.setting().in(other.setting().division()).shared());
        at.same(
                ".metrics.baseline",
                other.figures().metrics().baseline(),
                why,
                training.figures().metrics().baseline());
    }

    private static void sameRows(Findings at, Predictions got, String other, Predictions expected) {
        at.unless(expected.rows().equals(got.rows()), ".predictions.rows", "those of " + other, "others");
    }

    private void recipe(Findings at, Training training, Training other) {
        Evidence evidence = training.figures().evidence();
        if (training.setting().protocol() == Protocol.CLEAN) {
            at.same(".evidence.test_rows_trained_on", 0, "clean protocol", evidence.testRowsTrainedOn());
        }
        Integer trained = training.recipe().trainSamples();
        result.data(training.setting().task()).ifPresent(data -> {
            int most = data.rows() - training.predictions().rows().size();
            at.unless(
                    trained == null || trained <= most,
                    ".hyper_parameters.train_samples",
                    "at most " + most + " (data's rows without the test set)",
                    trained);
        });
        String why = "as in " + other.cell().id();
        at.same(
                ".hyper_parameters",
                other.recipe().withRows(0, 0).answering(HyperParameters.EVAL_BATCH),
                why,
                training.recipe().withRows(0, 0).answering(HyperParameters.EVAL_BATCH));
        at.same(".epoch_scores.target", other.target(), why, training.target());
        at.same(".epoch_scores.ends_training", other.ends(), why, training.ends());
    }

    /** How many test rows are answered at a time depends on the network. */
    private static void evaluatedAlike(Findings at, Training training, Training other) {
        at.same(
                ".hyper_parameters.eval_batch_size",
                other.recipe().answeredAtOnce(),
                "as in " + other.cell().id(),
                training.recipe().answeredAtOnce());
    }

    /** A control is given what its training was given, and other starting weights. */
    private void nudges() {
        findings.each("cells", result.cells(), (at, cell) -> {
            Training nudged = byId.get(cell.id());
            Training plain = nudged == null || nudged.cell().control() == null ? null : first.get(nudged.given(null));
            if (nudged == null || plain == null) {
                return;
            }
            Evidence got = nudged.figures().evidence();
            String weights = plain.figures().evidence().startingWeightsSha256();
            at.unless(
                    !got.startingWeightsSha256().equals(weights),
                    ".evidence.starting_weights_sha256",
                    "others than those of " + plain.cell().id(),
                    weights);
            at.same(
                    ".evidence.batch_order_sha256",
                    plain.figures().evidence().batchOrderSha256(),
                    "as in " + plain.cell().id(),
                    got.batchOrderSha256());
            sameRows(at, nudged.predictions(), plain.cell().id(), plain.predictions());
        });
    }

    /** An engine that answers has what another learnt, and the rows that the other was asked for. */
    private void answers() {
        findings.each("cells", result.cells(), (at, cell) -> {
            if (cell.outcome() instanceof Outcome.Answered answered) {
                Training trained = byId.get(((CrossCell) cell).trainedCell());
                if (trained != null) {
                    at.same(
                            ".weights_sha256",
                            trained.figures().evidence().finalWeightsSha256(),
                            "the trained cell's final ones",
                            answered.weightsSha256());
                    sameRows(at, answered.predictions(), trained.cell().id(), trained.predictions());
                }
            }
        });
    }

    /** The folds of one training share out all rows, and so say what the others were trained on. */
    private void folds(TaskDescriptor task) {
        if (task.split() instanceof Split.KFold split) {
            byId.values().stream()
                    .filter(one -> one.setting().task().equals(task.id())
                            && one.setting().fold() != null)
                    .collect(Collectors.groupingBy(
                            one -> List.of(
                                    one.setting()
                                            .anywhere()
                                            .inFold(null)
                                            .on(one.setting().engine()),
                                    Optional.ofNullable(one.cell().control())),
                            LinkedHashMap::new,
                            Collectors.toList()))
                    .values()
                    .stream()
                    .filter(folds -> folds.size() == split.folds())
                    .filter(folds -> folds.stream().allMatch(fold -> isOf(task, fold.predictions())))
                    .forEach(folds -> share(task, folds));
        }
    }

    /** Whether the truths are ones that such a task can have; if not, that is told where the cell is looked at. */
    private static boolean isOf(TaskDescriptor task, Predictions predictions) {
        return predictions.of() == task.kind()
                && predictions.truths() == task.truths()
                && predictions.truth().stream()
                        .allMatch(truth -> Float.isFinite(truth.floatValue())
                                && (!task.kind().hasClasses() || truth.intValue() < task.outputs()));
    }

    private void share(TaskDescriptor task, List<Training> folds) {
        Map<Integer, List<? extends Number>> all = new TreeMap<>();
        int tested = 0;
        for (Training fold : folds) {
            List<Integer> rows = fold.predictions().rows();
            tested += rows.size();
            for (int i = 0; i < rows.size(); i++) {
                all.put(rows.get(i), fold.predictions().truthAt(i));
            }
        }
        int rows = result.data(task.id()).map(DataRecord::rows).orElse(-1);
        findings.unless(
                tested == rows && all.size() == rows && all.containsKey(0) && all.containsKey(rows - 1),
                "test rows of the folds of " + folds.get(0).cell().id(),
                "each of the data's " + rows + " rows once",
                "%d rows, %d of them different".formatted(tested, all.size()));
        for (Training fold : folds) {
            Map<Integer, List<? extends Number>> learnt = new TreeMap<>(all);
            fold.predictions().rows().forEach(learnt::remove);
            Integer trained = fold.recipe().trainSamples();
            if (trained != null && trained == learnt.size() && tested == rows) {
                findings.same(
                        fold.cell().id() + ".metrics.baseline",
                        Baseline.of(
                                task,
                                floats(learnt.values()),
                                floats(List.of(fold.predictions().truth()))),
                        "from the truths of the other folds",
                        fold.figures().metrics().baseline());
            }
        }
    }

    private static float[] floats(Collection<? extends List<? extends Number>> values) {
        float[] floats = new float[values.stream().mapToInt(List::size).sum()];
        int i = 0;
        for (List<? extends Number> some : values) {
            for (Number value : some) {
                floats[i++] = value.floatValue();
            }
        }
        return floats;
    }
}
