package io.enginebench.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.analysis.score.Scores;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Failure;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.figure.Raw;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Suite;
import io.enginebench.record.run.Termination;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.LearningRate;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.StudyFigures;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.task.TrainingLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultTablesTest {
    private static final HyperParameters HYPER =
            new HyperParameters(3, 32, Optimiser.adam(0.001, 1e-7), null, null, null);
    private static final TaskDescriptor TASK = new TaskDescriptor(
            "faces",
            "Faces",
            TaskKind.CLASSIFICATION,
            "faces",
            List.of("m", "other"),
            List.of(1, 20, 20),
            null,
            2,
            List.of("sad", "happy"),
            new Split.KFold(2),
            HYPER,
            new StudyFigures(
                    "as it did",
                    new StudyFigures.StudySettings("m", "notebook", 15, null),
                    0.9,
                    List.of(0.85, 0.95),
                    null));

    private static QualitySpec spec(String engine, Protocol protocol, int fold) {
        return spec("m", engine, protocol, fold);
    }

    private static QualitySpec spec(String model, String engine, Protocol protocol, int fold) {
        return new QualitySpec(
                TASK,
                new Setting(engine, Division.TUNED, "cpu", Dtype.FLOAT32, 1, "faces", model, protocol, fold, 1),
                HYPER,
                null);
    }

    /** Four test rows, two of each class, of which the first {@code hits} are right. */
    private static QualityCell cell(String engine, Protocol protocol, int fold, int hits) {
        return cell(spec(engine, protocol, fold), hits, null);
    }

    /** The same with epochs of 1.5 s each that scored 0.5, 0.75 and what the whole scores. */
    private static QualityCell aimed(String engine, int fold, int hits) {
        return cell(
                spec(engine, Protocol.CLEAN, fold),
                hits,
                EpochScores.of(
                        TaskKind.CLASSIFICATION,
                        0.75,
                        List.of(0.5, hits >= 3 ? 0.75 : 0.5, hits / 4.0),
                        List.of(1L, 1L, 1L),
                        List.of(1_500_000_000L, 1_500_000_000L, 1_500_000_000L)));
    }

    private static QualityCell cell(QualitySpec spec, int hits, @Nullable EpochScores epochScores) {
        List<Integer> labels = List.of(0, 1, 0, 1);
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(i < hits ? labels.get(i) : 1 - labels.get(i));
        }
        Predictions predictions = new Predictions.Classes(List.of(4, 5, 6, 7), labels, answers);
        return spec.measured(
                HYPER.withRows(4, 4),
                List.of(1.0, 0.5, 0.25),
                new Outcome.Trained(
                        Scores.of(predictions, TASK.classes())
                                .with(
                                        Metric.ACCURACY.of(0.5),
                                        Metric.TRAIN_THROUGHPUT.of(1234.4),
                                        Metric.INFER_THROUGHPUT.of(9876.5)),
                        epochScores,
                        1,
                        1,
                        new Evidence(
                                "a",
                                "b",
                                "c of " + spec.engine(),
                                spec.protocol() == Protocol.NOTEBOOK && !Objects.equals(spec.fold(), 0) ? 4 : 0),
                        predictions,
                        new Raw(List.of(1L, 2L, 3L))));
    }

    private static EngineRecord engine(String id) {
        return new EngineRecord(
                id,
                id,
                "1",
                "1",
                null,
                EngineStatus.READY,
                null,
                Division.TUNED,
                "cpu",
                Dtype.FLOAT32,
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of());
    }

    private static RunResult result(boolean study, int jobs, QualityCell... cells) {
        return new RunResult(
                RunResult.FORMAT_VERSION,
                new Suite("enginebench", "0", null),
                new CampaignRecord(
                        "r",
                        List.of(),
                        "0",
                        "2026-11-23T00:00:00Z",
                        1,
                        Termination.NORMAL,
                        "seed",
                        jobs,
                        null,
                        List.of(),
                        null,
                        null,
                        null),
                new Environment(
                        new Environment.Os("o", "v", "a"),
                        new Environment.Vm("n", "v", "1"),
                        new Environment.Host("cpu", 2, null, 1, null, null),
                        new Environment.Load(List.of(), null)),
                List.of(engine("x"), engine("y")),
                List.of(TASK),
                List.of(new DataRecord(
                        "faces",
                        study ? DataKind.REAL : DataKind.SYNTHETIC,
                        study ? "cache" : "synthetic",
                        study,
                        "0",
                        8,
                        study,
                        List.of(),
                        study ? null : "drawn")),
                List.of(cells),
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    private static List<String> row(Table table, String name) {
        return table.rows().stream()
                .filter(row -> row.get(0).equals(name))
                .findFirst()
                .orElse(List.of());
    }

    @Test
    void figureOverFoldsIsTheirMeanBesideTheStudysUnderACommaDecimalLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            Table table = ResultTables.of(result(
                            true,
                            1,
                            cell("x", Protocol.CLEAN, 0, 4),
                            cell("y", Protocol.CLEAN, 0, 2),
                            cell("x", Protocol.CLEAN, 1, 3),
                            cell("y", Protocol.CLEAN, 1, 2)))
                    .get(0);
            assertEquals(List.of("figure", "study", "x", "y"), table.header());
            assertEquals(List.of("accuracy", "0.9000", "0.8750", "0.5000"), row(table, "accuracy"));
            // Row 3, a happy one, is missed in the fold with three hits: 1/2 there and 2/2 in the other.
            assertEquals(List.of("recall happy", "0.950", "0.750", "0.500"), row(table, "recall happy"));
            assertEquals(List.of("training, samples/s", "-", "1,234", "1,234"), row(table, "training, samples/s"));
            assertTrue(
                    table.notes()
                            .contains(
                                    "Not the study's settings: the study followed the notebook protocol, 3 of its 15 epochs."),
                    table.notes().toString());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void studysFiguresAreNeverBesideSyntheticData() {
        Table table = ResultTables.of(
                        result(false, 1, cell("x", Protocol.CLEAN, 0, 4), cell("y", Protocol.CLEAN, 0, 4)))
                .get(0);
        assertEquals(List.of("figure", "x", "y"), table.header());
        assertTrue(table.title().contains("synthetic data"), table.title());
        assertEquals(List.of("Data: drawn."), table.notes());
    }

    @Test
    void titleNamesAnOptimiserAndALossThatAreNotTheUsualOnes() {
        QualityCell cell = cell("x", Protocol.CLEAN, 0, 4);
        Optimiser sgd = new Optimiser(new Optimiser.Sgd(0.9, false), LearningRate.constant(0.1), 0, null);
        QualityCell other = new QualityCell(
                cell.id(),
                cell.setting(),
                cell.hyperParameters().with(sgd).with(new TrainingLoss.CrossEntropy(0.1)),
                cell.lossPerEpoch(),
                cell.seen(),
                cell.outcome());
        String title = ResultTables.of(result(false, 1, other)).get(0).title();
        assertTrue(
                title.contains("batch 32, sgd at 0.1, momentum 0.9, cross-entropy with labels smoothed by 0.1, "),
                title);
        String usual = ResultTables.of(result(false, 1, cell)).get(0).title();
        assertFalse(usual.contains("adam") || usual.contains("cross-entropy"), usual);
    }

    @Test
    void enginesThatLearntTheSameBitsAreNamed() {
        QualityCell cell = cell("x", Protocol.CLEAN, 0, 4);
        assertEquals(
                List.of("Data: drawn.", "x and y learnt the same weights, bit by bit, in 1 training."),
                ResultTables.of(result(false, 1, cell, cell.ofEngine("y")))
                        .get(0)
                        .notes());
    }

    @Test
    void studysFiguresStandBesideItsOwnNetworkAlone() {
        List<Table> tables = ResultTables.of(
                result(true, 1, cell("x", Protocol.CLEAN, 0, 4), cell(spec("other", "x", Protocol.CLEAN, 0), 4, null)));
        assertEquals(List.of("figure", "study", "x"), tables.get(0).header());
        assertEquals(List.of("figure", "x"), tables.get(1).header());
        assertFalse(tables.get(1).notes().toString().contains("tudy"), "notes");
    }

    /** The run has x and y, of which y answered and trained nothing. */
    @Test
    void engineWithoutTrainingsHasNoColumnAndNoRow() {
        RunResult result = result(false, 1, cell("x", Protocol.CLEAN, 0, 4), cell("x", Protocol.NOTEBOOK, 0, 4));
        List<Table> tables = ResultTables.of(result);
        assertEquals(List.of("x", "y"), result.engineIds());
        assertTrue(tables.stream().noneMatch(table -> table.header().contains("y")), tables.toString());
        assertEquals(
                List.of("x"),
                tables.get(tables.size() - 1).rows().stream()
                        .map(row -> row.get(0))
                        .toList(),
                "what the notebook's protocol is worth");
    }

    @Test
    void timesAreNotShownWhenCellsSharedTheMachine() {
        Table table = ResultTables.of(result(true, 2, cell("x", Protocol.CLEAN, 0, 4)))
                .get(0);
        assertEquals(List.of(), row(table, "training, samples/s"));
    }

    @Test
    void missedTargetStaysInTheTableAndTakesNoPartInAMean() {
        Table one = ResultTables.of(result(true, 1, aimed("x", 0, 3), aimed("y", 0, 2)))
                .get(0);
        assertEquals(List.of("epochs to accuracy 0.75", "-", "2", "not reached"), row(one, "epochs to accuracy 0.75"));
        assertEquals(
                List.of("time to accuracy 0.75, s", "-", "3.00", "not reached"), row(one, "time to accuracy 0.75, s"));
        Table folds = ResultTables.of(
                        result(true, 1, aimed("x", 0, 3), aimed("x", 1, 4), aimed("y", 0, 2), aimed("y", 1, 3)))
                .get(0);
        assertEquals(
                List.of("epochs to accuracy 0.75", "-", "2.0", "missed by 1 of 2"),
                row(folds, "epochs to accuracy 0.75"));
    }

    @Test
    void onlyEpochsToTheTargetAreShownWhenCellsSharedTheMachine() {
        Table shared = ResultTables.of(result(true, 2, aimed("x", 0, 3))).get(0);
        assertEquals(List.of("epochs to accuracy 0.75", "-", "2"), row(shared, "epochs to accuracy 0.75"));
        assertEquals(List.of(), row(shared, "time to accuracy 0.75, s"));
    }

    @Test
    void cellWithoutFiguresIsCountedAndTold() {
        QualityCell crashed = spec("y", Protocol.CLEAN, 0)
                .ended(new Outcome.Ended(
                        CellStatus.CRASHED,
                        "the worker crashed with SIGSEGV",
                        new Failure(134, "SIGSEGV", null, List.of())));
        Table table = ResultTables.of(result(true, 1, cell("x", Protocol.CLEAN, 0, 4), crashed))
                .get(0);
        assertEquals(List.of("cells with figures", "-", "1", "0 of 1"), row(table, "cells with figures"));
        assertEquals(List.of("accuracy", "0.9000", "1.0000", "-"), row(table, "accuracy"));
        assertTrue(table.notes()
                .contains("faces-m-clean-y-seed1-fold0: CRASHED(SIGSEGV), the worker crashed with SIGSEGV."));
    }

    /** As a run that was stopped leaves them: the second fold of x, which was the easier one, has nothing to stand beside. */
    @Test
    void meansAreOverTheFoldsThatAllEnginesHave() {
        Table table = ResultTables.of(result(
                        false,
                        1,
                        cell("x", Protocol.CLEAN, 0, 2),
                        cell("x", Protocol.CLEAN, 1, 4),
                        cell("y", Protocol.CLEAN, 0, 3),
                        spec("y", Protocol.CLEAN, 1).ended(new Outcome.Ended(CellStatus.INTERRUPTED, "stopped"))))
                .get(0);
        assertEquals(List.of("accuracy", "0.5000", "0.7500"), row(table, "accuracy"));
        assertEquals(List.of("cells with figures", "2", "1 of 2"), row(table, "cells with figures"));
        assertTrue(
                table.notes()
                        .contains(
                                "Means are over the seeds and folds that every engine here has figures of; 1 other training is left out."),
                table.notes().toString());
    }

    /** The third epoch of x was never asked of y: 2 epochs of 1.5 s in the first fold, which both have, and not the mean with 3 of them. */
    @Test
    void timesToATargetAreOverTheFoldsThatAllEnginesHave() {
        Table table = ResultTables.of(result(
                        false,
                        1,
                        aimed("x", 0, 3),
                        aimed("x", 1, 2),
                        aimed("y", 0, 4),
                        spec("y", Protocol.CLEAN, 1).ended(new Outcome.Ended(CellStatus.INTERRUPTED, "stopped"))))
                .get(0);
        assertEquals(List.of("epochs to accuracy 0.75", "2", "2"), row(table, "epochs to accuracy 0.75"));
        assertEquals(List.of("time to accuracy 0.75, s", "3.00", "3.00"), row(table, "time to accuracy 0.75, s"));
    }

    @Test
    void leakIsShownBesideTheCleanFigureWithItsCause() {
        List<Table> tables = ResultTables.of(result(
                true,
                1,
                cell("x", Protocol.CLEAN, 0, 2),
                cell("x", Protocol.CLEAN, 1, 2),
                cell("x", Protocol.NOTEBOOK, 0, 2),
                cell("x", Protocol.NOTEBOOK, 1, 4)));
        assertEquals(3, tables.size());
        assertEquals(
                List.of("x", "0.5000", "0.7500", "0 of 8", "4 of 8"),
                tables.get(2).rows().get(0));
    }

    @Test
    void textsOfAResultAreNoMarkup() {
        String markdown = Markdown.of(new Table(
                "<script>alert(1)</script>",
                List.of("a", "b"),
                List.of(List.of("x | y", "[l](javascript:1)")),
                List.of()));
        assertFalse(markdown.contains("<script>"));
        assertTrue(markdown.contains("| x \\| y | \\[l\\](javascript:1) |"), markdown);
    }
}
