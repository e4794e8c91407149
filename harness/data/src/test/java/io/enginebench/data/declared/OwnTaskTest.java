package io.enginebench.data.declared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.data.formats.Samples;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.Scaling;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskFile;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.task.TrainingLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All files are generated here. */
class OwnTaskTest {
    private static final String TABLE =
            "width,colour,length,kind\n1,red,0.5,cat\n2,blue,1.5,dog\n3,red,2.5,cat\n4,green,-1e1,dog\n";
    private static final String FOLDS = "'split': {'kind': 'k-fold', 'folds': 2}";

    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private OwnTask task(String json) throws IOException {
        return OwnTask.read(file("mine.json", json.replace('\'', '"')));
    }

    private Map<DataFiles, Samples> rows(OwnTask own) {
        TaskDescriptor task = own.task();
        return OwnRows.read((OwnData) task.data(), task.kind(), task.classes(), task.split(), own.folder())
                .parts();
    }

    private void refused(String message, String json) {
        assertEquals(message, assertThrows(BadInput.class, () -> task(json)).getMessage());
    }

    private static String csv(String members) {
        return "{'data': {'kind': 'csv', 'path': 't.csv', 'label': 'kind'" + members + "}, " + FOLDS + "}";
    }

    @Test
    void whatFollowsFromATableIsFilledIn() throws IOException {
        file("t.csv", TABLE);
        OwnTask own = task(csv(", 'categorical': ['colour']"));
        TaskDescriptor task = own.task();
        assertEquals("mine", task.id());
        assertEquals(TaskKind.CLASSIFICATION, task.kind());
        assertEquals(List.of("cat", "dog"), task.classes());
        assertEquals(List.of("mlp", "linear"), task.models());
        assertEquals(List.of(5), task.inputShape());
        assertEquals(2, task.outputs());
        assertEquals(Scaling.NONE, task.scaling());
        assertEquals(20, task.hyperParameters().epochs());
        OwnData.Csv data = (OwnData.Csv) task.data();
        assertEquals(List.of("width", "length"), data.numeric());
        assertEquals(Map.of("colour", List.of("blue", "green", "red")), data.categories());
        assertEquals(List.of("mine: 2 classes in sorted order: cat, dog"), own.notes());
        Samples all = rows(own).get(DataFiles.ALL);
        assertArrayEquals(
                new double[] {1, 0, 0, 1, 0.5, 2, 1, 0, 0, 1.5, 3, 0, 0, 1, 2.5, 4, 0, 1, 0, -10},
                all.x().doubles());
        assertArrayEquals(new double[] {0, 1, 0, 1}, all.y().doubles());
        assertEquals(task, Json.read(Json.line(task), "task", TaskDescriptor.class), "it goes whole into a result");
    }

    @Test
    void classesAreInTheOrderThatTheTaskFileGivesThem() throws IOException {
        file("t.csv", "a\tkind\n\"1\"\t10\n2\t9\n3\t10\n4\t9\n");
        String data = "{'data': {'kind': 'csv', 'path': 't.csv', 'label': 'kind', 'delimiter': '\\t'}, " + FOLDS;
        assertEquals(List.of("9", "10"), task(data + "}").task().classes(), "numbers by size");
        OwnTask given = task(data + ", 'classes': ['10', '9']}");
        assertArrayEquals(
                new double[] {0, 1, 0, 1}, rows(given).get(DataFiles.ALL).y().doubles());
        assertEquals(List.of(), given.notes());
    }

    @Test
    void missingNumbersAreRefusedOrFilledInAsSaid() throws IOException {
        file("t.csv", "a,b,kind\n1,,x\n2,5,y\nNA,6,x\n4,7,y\n");
        refused(
                "t.csv, line 2, column b must be a number, got ''; next: \"missing\" in mine.json",
                csv(", 'missing': 'refuse'"));
        assertArrayEquals(
                new double[] {1, -1, 2, 5, -1, 6, 4, 7},
                rows(task(csv(", 'missing': -1"))).get(DataFiles.ALL).x().doubles());
        double[] left =
                rows(task(csv(", 'missing': 'mean'"))).get(DataFiles.ALL).x().doubles();
        assertTrue(Double.isNaN(left[1]) && Double.isNaN(left[4]), "the mean is of the training rows of each fold");
    }

    @Test
    void aRegressionHasNumbersForLabels() throws IOException {
        file("t.csv", "a,kind\n1,0.5\n2,1e3\n");
        OwnTask own = task("{'kind': 'regression', " + csv("").substring(1));
        assertEquals(1, own.task().outputs());
        assertEquals(List.of(), own.task().classes());
        assertArrayEquals(
                new double[] {0.5, 1000}, rows(own).get(DataFiles.ALL).y().doubles());
    }

    /** scikit-learn's {@code compute_class_weight("balanced")} of x x x y: 4 / (2·3) and 4 / (2·1). */
    @Test
    void classesAreBalancedByTheirRows() throws IOException {
        file("t.csv", "a,kind\n1,x\n2,x\n3,y\n4,x\n");
        String json = grouped("{'kind': 'k-fold', 'folds': 2}, 'hyper_parameters': {'loss': {'kind': 'cross-entropy',"
                + " 'label_smoothing': 0.1, 'class_weights': '%s'}}");
        assertEquals(
                new TrainingLoss.CrossEntropy(0.1, List.of(4 / 6.0, 2.0)),
                task(json.formatted("balanced")).task().hyperParameters().loss());
        assertThrows(BadInput.class, () -> task(json.formatted("fair")));
    }

    private static String grouped(String split) {
        return "{'data': {'kind': 'csv', 'path': 't.csv', 'label': 'kind'}, 'split': " + split + "}";
    }

    @Test
    void rowsOfOneGroupAreOnOneSide() throws IOException {
        StringBuilder table = new StringBuilder("patient,a,kind\n");
        for (int row = 0; row < 12; row++) {
            table.append("p%d,%d,%s\n".formatted(row % 4, row, row / 4 % 2 == 0 ? "x" : "y"));
        }
        file("t.csv", table.toString());
        OwnTask own = task(grouped("{'kind': 'hold-out', 'test_fraction': 0.5, 'group': 'patient'}"));
        assertEquals(List.of(1), own.task().inputShape(), "who it is is no number to learn from");
        Set<Integer> trained = patients(own, DataFiles.TRAIN);
        Set<Integer> tested = patients(own, DataFiles.TEST);
        assertEquals(2, trained.size());
        assertEquals(2, tested.size());
        assertTrue(Collections.disjoint(trained, tested));
        OwnTask folded = task(grouped("{'kind': 'k-fold', 'folds': 4, 'group': 'patient'}"));
        assertArrayEquals(
                new double[] {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3},
                Objects.requireNonNull(rows(folded).get(DataFiles.ALL).groups()).doubles());
        refused(
                "groups of task mine must be as many as its 5 folds or more, got 4",
                grouped("{'kind': 'k-fold', 'folds': 5, 'group': 'patient'}"));
        refused(
                "mine.json: split.group must be a column of t.csv (patient, a, kind), got 'who'",
                grouped("{'kind': 'k-fold', 'folds': 2, 'group': 'who'}"));
        refused(
                "mine.json: split.group must be a column that is nothing else too, got 'kind'",
                grouped("{'kind': 'k-fold', 'folds': 2, 'group': 'kind'}"));
        file("t.csv", "patient,a,kind\np,1,x\nq,2,y\nr,3,x\nq,4,y\n");
        refused(
                "class y of task mine must have rows in 2 or more groups, got 1",
                grouped("{'kind': 'k-fold', 'folds': 2, 'group': 'patient'}"));
        file("t.csv", "patient,a,kind\np,1,x\n,2,y\n");
        refused(
                "t.csv, line 3, column patient must be a group, got ''",
                grouped("{'kind': 'k-fold', 'folds': 2, 'group': 'patient'}"));
    }

    /** Row i has the number i and is of patient i modulo 4. */
    private Set<Integer> patients(OwnTask own, DataFiles part) {
        return Arrays.stream(rows(own).get(part).x().doubles())
                .mapToObj(row -> (int) row % 4)
                .collect(Collectors.toSet());
    }

    @Test
    void trainingAndTestTablesShareTheirColumnsAndClasses() throws IOException {
        file("a.csv", "a,b,kind\n1,2,y\n3,4,x\n");
        file("b.csv", "kind,b,a\nx,6,5\n");
        OwnTask own = task("{'data': {'kind': 'csv', 'train': 'a.csv', 'test': 'b.csv', 'label': 'kind'},"
                + " 'split': {'kind': 'hold-out'}}");
        Samples test = rows(own).get(DataFiles.TEST);
        assertArrayEquals(new double[] {5, 6}, test.x().doubles());
        assertArrayEquals(new double[] {0}, test.y().doubles());
        file("b.csv", "kind,b,a\nz,6,5\n");
        refused(
                "class z of task mine must have 1 or more rows to train on, got 0",
                "{'data': {'kind': 'csv', 'train': 'a.csv', 'test': 'b.csv', 'label': 'kind'},"
                        + " 'split': {'kind': 'hold-out'}}");
    }

    @Test
    void wrongTablesAreRefusedWithTheLine() throws IOException {
        file("t.csv", TABLE);
        refused("t.csv, line 2, column colour must be a number, got 'red'", csv(""));
        refused(
                "mine.json: data.label must be a column of t.csv (width, colour, length, kind), got 'species'",
                csv("").replace("'label': 'kind'", "'label': 'species'"));
        refused(
                "mine.json: data.numeric must be columns that are nothing else too, got 'kind'",
                csv(", 'numeric': ['kind']"));
        refused(
                "t.csv, line 5, column colour must be one of red, blue, got 'green'",
                csv(", 'categorical': ['colour'], 'categories': {'colour': ['red', 'blue']}"));
        refused(
                "t.csv, line 3, column kind must be one of cat, got 'dog'",
                csv(", 'numeric': ['width']").replace("{'data'", "{'classes': ['cat'], 'data'"));
        refused(
                "mine.json: input_shape must be that of the rows, [1], got [2]",
                csv(", 'numeric': ['width']").replace("{'data'", "{'input_shape': [2], 'data'"));
        refused(
                "mine.json: outputs must be the number of classes, 2, got 3",
                csv(", 'numeric': ['width']").replace("{'data'", "{'outputs': 3, 'data'"));
        file("t.csv", "a,kind\n1,x\n2\n");
        refused("t.csv, line 3 must have 2 cells, as the header has, got 1", csv(""));
        file("t.csv", "a,a,kind\n1,2,x\n");
        refused("header of t.csv must have different names, got 'a' twice", csv(""));
        file("t.csv", "1.5,2.5,x\n");
        refused("header of t.csv must be names of columns, got the number '1.5'; next: add a header", csv(""));
        file("t.csv", "a,kind\n");
        refused("t.csv must have one row or more, got none", csv(""));
        file("t.csv", "");
        refused("t.csv must begin with a header, got nothing", csv(""));
        file("t.csv", "a,kind\n1e99,x\n");
        refused("t.csv, line 2, column a must be a number that a 32-bit float holds, got '1e99'", csv(""));
        file("t.csv", "a,kind\nInfinity,x\n");
        refused("t.csv, line 2, column a must be a number, got 'Infinity'", csv(""));
        Files.write(folder.resolve("t.csv"), new byte[] {'a', ',', 'k', 'i', 'n', 'd', '\n', (byte) 0xff});
        refused("t.csv must be a table in UTF-8 as RFC 4180 has them, got: Input length = 1", csv(""));
    }

    @Test
    void rowsAreEnoughForTheFoldsAndTheClasses() throws IOException {
        file("t.csv", "a,kind\n1,x\n2,y\n3,x\n");
        refused(
                "rows of task mine must be as many as its 5 folds or more, got 3",
                csv("").replace("'folds': 2", "'folds': 5"));
        refused(
                "class y of task mine must have 2 or more rows to train on, one a fold, got 1",
                csv("").replace("'folds': 2", "'folds': 2, 'stratified': true"));
        refused(
                "class z of task mine must have 1 or more rows to train on, got 0",
                csv("").replace("{'data'", "{'classes': ['x', 'y', 'z'], 'data'"));
    }

    @Test
    void pathsStayBelowTheTaskFile() throws IOException {
        Path task = Files.createDirectories(folder.resolve("below"));
        file("t.csv", TABLE);
        refused(
                "mine.json: data.path must be in the task file's folder, got u.csv, which is not there",
                csv("").replace("t.csv", "u.csv"));
        Path mine = Files.writeString(
                task.resolve("mine.json"), csv("").replace("t.csv", "../t.csv").replace('\'', '"'));
        assertEquals(
                "mine.json: data.path must be below the task file's folder, or absolute, got ../t.csv",
                assertThrows(BadInput.class, () -> OwnTask.read(mine)).getMessage());
        Files.createSymbolicLink(task.resolve("t.csv"), folder.resolve("t.csv"));
        Files.writeString(mine, csv("").replace('\'', '"'));
        assertEquals(
                "mine.json: data.path must be below the task file's folder, or absolute, got t.csv",
                assertThrows(BadInput.class, () -> OwnTask.read(mine)).getMessage());
        Files.createSymbolicLink(folder.resolve("round"), folder.resolve("round"));
        String message = assertThrows(BadInput.class, () -> task(csv("").replace("t.csv", "round")))
                .getMessage();
        assertTrue(message.startsWith("mine.json: data.path must be a path, got round ("), message);
        Files.writeString(
                mine,
                csv(", 'categorical': ['colour']")
                        .replace("t.csv", folder.resolve("t.csv").toString())
                        .replace('\'', '"'));
        assertEquals(List.of(5), OwnTask.read(mine).task().inputShape(), "an absolute path is taken as it is");
    }

    @Test
    void theSplitIsOneOfSuchData() throws IOException {
        file("t.csv", TABLE);
        refused(
                "mine.json: split must be with test_fraction, or with folds, where data does not say which rows are for the"
                        + " test, got neither",
                csv("").replace("'kind': 'k-fold', 'folds': 2", "'kind': 'hold-out'"));
        refused(
                "mine.json: split must be {\"kind\": \"hold-out\"} alone where data says which rows are for the test, got"
                        + " another",
                "{'data': {'kind': 'csv', 'train': 't.csv', 'test': 't.csv', 'label': 'kind'}, " + FOLDS + "}");
        refused(
                "mine.json: split must be hold-out for texts, whose vocabulary is that of the training rows alone, got k-fold",
                "{'data': {'kind': 'text', 'path': 't'}, " + FOLDS + "}");
        refused(
                "mine.json: split.stratified must be false where a row has not one class, got true",
                "{'kind': 'regression', "
                        + csv("").substring(1).replace("'folds': 2", "'folds': 2, 'stratified': true"));
    }

    /** 40 of a and 20 of b, of which a quarter is for the test: 10 and 5, or one more or less where a class begins within a quarter. */
    @Test
    void aDrawnTestSetIsTheSameForASeedAndAlikeInItsClassesIfAsked() throws IOException {
        file(
                "t.csv",
                IntStream.range(0, 60)
                        .mapToObj(i -> i + "," + (i % 3 == 0 ? "b" : "a"))
                        .collect(Collectors.joining("\n", "n,kind\n", "\n")));
        String drawn = csv("").replace(
                        FOLDS, "'split': {'kind': 'hold-out', 'test_fraction': 0.25, 'seed': 4, 'stratified': true}");
        Map<DataFiles, Samples> parts = rows(task(drawn));
        double[] test = parts.get(DataFiles.TEST).x().doubles();
        assertEquals(15, test.length);
        assertEquals(45, parts.get(DataFiles.TRAIN).count());
        assertEquals(5, Arrays.stream(test).filter(n -> n % 3 == 0).count());
        assertTrue(Arrays.stream(test)
                .noneMatch(n ->
                        Arrays.stream(parts.get(DataFiles.TRAIN).x().doubles()).anyMatch(trained -> trained == n)));
        assertArrayEquals(test, rows(task(drawn)).get(DataFiles.TEST).x().doubles());
        assertNotEquals(
                Arrays.toString(test),
                Arrays.toString(rows(task(drawn.replace("'seed': 4", "'seed': 5")))
                        .get(DataFiles.TEST)
                        .x()
                        .doubles()));
        refused(
                "mine.json: split.test_fraction must be such that both parts have a row, got 0.001 of 60 rows",
                drawn.replace("0.25", "0.001"));
    }

    @Test
    void arraysOfNumpysFilesAreReadByTheirAxes() throws IOException {
        Npy.of(
                        List.of(4, 2, 3),
                        IntStream.range(0, 24).mapToDouble(i -> i / 2.0).toArray())
                .write(folder.resolve("x.npy"));
        Npy.of(new int[] {0, 1, 0, 1}).write(folder.resolve("y.npy"));
        String json = "{'data': {'kind': 'npy', 'x': 'x.npy', 'y': 'y.npy'}, " + FOLDS + "}";
        OwnTask own = task(json);
        assertEquals(List.of(1, 2, 3), own.task().inputShape());
        assertEquals(List.of("0", "1"), own.task().classes());
        assertEquals(11.5, rows(own).get(DataFiles.ALL).x().doubles()[23]);
        refused(
                "mine.json: input_shape must be that of the rows, [1, 2, 3], got [2, 1, 3]",
                json.replace("{'data'", "{'input_shape': [2, 1, 3], 'data'"));

        Npy.of(new int[] {1, 2, 1, 2}).write(folder.resolve("y.npy"));
        refused(
                "rows of task mine must have labels 0..1, counted from 0, got 2 in row 2; they seem to be counted from 1;"
                        + " next: subtract 1 from each",
                json.replace("{'data'", "{'classes': ['a', 'b'], 'data'"));
        refused("class 0 of task mine must have 1 or more rows to train on, got 0", json);
        Npy.of(List.of(4), new double[] {0, 1, 0.5, 1}).write(folder.resolve("y.npy"));
        refused("labels in y.npy must be class numbers 0..999, got 0.5; next: \"kind\": \"regression\"", json);
        Npy.of(new int[] {0, 1, 0}).write(folder.resolve("y.npy"));
        refused("mine.json: data.y must be (row) with as many rows as x.npy, 4, got y.npy of shape [3]", json);
        Npy.of(new int[] {0, 1, 0, 1}).write(folder.resolve("y.npy"));
        Npy.of(List.of(4, 2), new float[] {0, 0, 0, 0, 0, Float.NaN, 0, 0}).write(folder.resolve("x.npy"));
        refused("rows of task mine must have finite numbers, got NaN in row 3, number 2", json);
    }

    @Test
    void texts() throws IOException {
        file(
                "t.csv",
                "id,body,kind\n1,\"It's RED,\nand red: 3 times.\",x\n2,blue straße,y\n3,red blue,x\n4,unseen,y\n");
        OwnTask own = task("{'data': {'kind': 'text', 'path': 't.csv', 'text': 'body', 'label': 'kind', 'length': 6},"
                + " 'split': {'kind': 'hold-out', 'test_fraction': 0.5, 'stratified': true}}");
        assertEquals(List.of(6), own.task().inputShape());
        assertEquals(10_000, own.task().vocabularySize());
        assertEquals(List.of("bag-of-words", "lstm", "transformer"), own.task().models());
        assertEquals(10_000, ((OwnData.Texts) own.task().data()).vocabularySize());
        assertEquals(
                List.of("it", "s", "red", "and", "red", "3", "times"),
                TextSource.words("It's RED,\nand red: 3 times."));
        assertEquals(List.of("straße", "été", "漢字", "٣"), TextSource.words("Straße—ÉTÉ, 漢字; ٣"));
        assertEquals(List.of("é"), TextSource.words("e\u0301"), "put together by form C");
        for (Samples part : rows(own).values()) {
            assertEquals(2, part.count());
        }
    }

    /** What only a test row has is unknown, 1; rows are filled from the left with 0. */
    @Test
    void theVocabularyIsOfTheTrainingRowsAlone() throws IOException {
        file("train/no/1.txt", "Cold cold rain");
        file("train/yes/1.txt", "warm rain");
        file("test/yes/1.txt", "warm SUN rain");
        OwnTask own =
                task("{'data': {'kind': 'text', 'train': 'train', 'test': 'test', 'length': 4, 'vocabulary_size': 9},"
                        + " 'split': {'kind': 'hold-out'}, 'classes': ['no', 'yes']}");
        // In two texts: rain, 2; in one, by the alphabet: cold, 3; warm, 4.
        assertArrayEquals(
                new double[] {0, 3, 3, 2, 0, 0, 4, 2},
                rows(own).get(DataFiles.TRAIN).x().doubles());
        assertArrayEquals(
                new double[] {0, 4, 1, 2}, rows(own).get(DataFiles.TEST).x().doubles());
        file("train/yes/notes.md", "");
        refused(
                "mine.json: data.train must be folders of files that end in .txt, without links, got train/yes/notes.md",
                Files.readString(folder.resolve("mine.json")));
    }

    @Test
    void schemaOfTheTaskFileTakesWhatTheTaskBecame() throws IOException {
        file("t.csv", TABLE);
        TaskDescriptor task = task(csv(", 'categorical': ['colour']")).task();
        file("again.json", Json.pretty(task).replace("\"mine\"", "\"again\""));
        assertEquals(
                task.data(), TaskFile.read(folder.resolve("again.json")).data(), "a task filled in is a task file");
    }
}
