package io.enginebench.record.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskFileTest {
    @TempDir
    Path folder;

    private TaskFile read(String json) throws IOException {
        return TaskFile.read(Files.writeString(folder.resolve("mine.json"), json.replace('\'', '"')));
    }

    private static <T> T back(T value, Class<T> type) throws IOException {
        return Json.read(Json.line(value), "value", type);
    }

    @Test
    void aTaskOfAKnownDataSetIsWrittenAsBeforeThereWereOthers() throws IOException {
        Path tasks = Path.of(System.getProperty("enginebench.home"), "models/tasks");
        for (String id : List.of("digits", "emojis", "fashion", "navigability", "spam")) {
            Path file = tasks.resolve(id + ".json");
            assertEquals(Json.tree(Files.readString(file), id), Json.tree(Json.read(file, TaskDescriptor.class)), id);
        }
    }

    @Test
    void everyKindOfDataIsReadAsItWasWritten() throws IOException {
        for (OwnData data : List.of(
                new OwnData.Csv(
                        "a.csv",
                        null,
                        null,
                        List.of("y", "z"),
                        "\t",
                        List.of("a"),
                        List.of("c", "b"),
                        Map.of("c", List.of("u", "v"), "b", List.of("w")),
                        new Missing(null),
                        true),
                new OwnData.Csv(null, "a", "b", List.of("y"), null, null, null, null, new Missing(1.5), null),
                new OwnData.Npz("a.npz", null, null, "tx", "ty", null),
                new OwnData.Npy("x.npy", "y.npy", null, null, null),
                new OwnData.Idx("x", "y", "tx", "ty", null),
                new OwnData.Images("pics", null, null, List.of(8, 8), 3, null),
                new OwnData.Texts(null, "a", "b", null, null, null, 10, 20, null))) {
            assertEquals(data, back(data, OwnData.class));
            assertEquals(data, back(data, TaskData.class));
            assertEquals(data.kind(), Json.tree(data).path("kind").asText());
        }
        assertEquals("\"fashion-mnist\"", Json.line(new TaskData.Known("fashion-mnist")));
        for (Split split : List.of(
                new Split.HoldOut(),
                new Split.HoldOut(0.2, 7L, true, null),
                new Split.HoldOut(0.2, null, null, "patient"),
                new Split.KFold(5),
                new Split.KFold(5, true, null),
                new Split.KFold(5, null, "patient"))) {
            assertEquals(split, back(split, Split.class));
        }
        assertEquals("{\"kind\":\"k-fold\",\"folds\":5}", Json.line(new Split.KFold(5, false, null)));
        assertEquals("{\"kind\":\"hold-out\"}", Json.line(new Split.HoldOut()));
    }

    @Test
    void whatIsLeftOutIsNoneAndTheRecipeIsFilledIn() throws IOException {
        TaskFile file = read("{'data': {'kind': 'csv', 'path': 'a.csv', 'label': 'y', 'missing': 'refuse'},"
                + " 'split': {'kind': 'k-fold', 'folds': 3}, 'hyper_parameters': {'epochs': 4}}");
        assertNull(((OwnData.Csv) file.data()).missing());
        assertNull(file.models());
        assertEquals(
                "{\"epochs\":4,\"global_batch_size\":32,\"opt_name\":\"adam\",\"opt_base_learning_rate\":0.001,"
                        + "\"opt_epsilon\":1.0E-7}",
                Json.line(file.hyperParameters()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', textBlock = """
            {'split': {'kind': 'hold-out'}} | mine.json: task must follow the schema: required property 'data' not found
            {'data': {'kind': 'xls'}, 'split': {'kind': 'hold-out'}} | mine.json: data.kind must follow the schema: does not have a value in the enumeration ["csv", "npz", "npy", "idx", "images", "text"]
            {'data': {'kind': 'csv', 'label': 7}, 'split': {'kind': 'hold-out'}} | mine.json: data.label must follow the schema: integer found, [string, array] expected
            {'data': {'kind': 'images', 'path': 'a', 'channels': 1}, 'split': {'kind': 'hold-out'}} | mine.json: data must follow the schema: required property 'size' not found
            {'data': {'kind': 'idx', 'x': 'a', 'y': 'b'}, 'split': {'kind': 'k-fold', 'folds': 1}} | mine.json: split.folds must follow the schema: must have a minimum value of 2
            """)
    void aMistakeIsToldWithTheFileAndThePlace(String json, String message) {
        assertEquals(
                message,
                assertThrows(MalformedJsonException.class, () -> read(json)).getMessage());
    }

    @Test
    void whatTheSchemaCannotSayIsToldToo() {
        String message = assertThrows(
                        MalformedJsonException.class,
                        () -> read(
                                "{'data': {'kind': 'csv', 'train': 'a', 'label': 'y'}, 'split': {'kind': 'hold-out'}}"))
                .getMessage();
        assertEquals(
                "mine.json must be the JSON of a TaskFile, got: data must be with path, or with train and test, got path"
                        + " null, train a, test null",
                message.replaceAll("Cannot construct instance of `[^`]*`, problem: ", ""));
    }
}
