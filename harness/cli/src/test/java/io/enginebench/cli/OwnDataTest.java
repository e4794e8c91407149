package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's task file from the command line to the result. Its table is synthetic: two clouds of points far from 0, a column of words. */
class OwnDataTest {
    @TempDir
    Path folder;

    private Path task(String split) throws IOException {
        Random random = new Random(1);
        StringBuilder table = new StringBuilder("a,b,word,kind\n");
        IntStream.range(0, 60)
                .forEach(i -> table.append(5000 + 100 * random.nextGaussian() + (i % 2) * 400)
                        .append(',')
                        .append(i % 10 == 0 ? "" : "" + random.nextGaussian())
                        .append(i % 3 == 0 ? ",up," : ",down,")
                        .append(i % 2 == 0 ? "left\n" : "right\n"));
        Files.writeString(folder.resolve("points.csv"), table.toString());
        return Files.writeString(folder.resolve("points.json"), """
                {
                  "data": {
                    "kind": "csv",
                    "path": "points.csv",
                    "label": "kind",
                    "categorical": ["word"],
                    "missing": "mean",
                    "synthetic": true
                  },
                  "split": %s,
                  "scaling": "standard",
                  "hyper_parameters": {"epochs": 12, "global_batch_size": 8}
                }
                """.formatted(split));
    }

    @Test
    void networkThatThereIsNotIsToldBeforeAnythingIsPlanned() throws IOException {
        Path file = task("{\"kind\": \"k-fold\", \"folds\": 3}");
        Files.writeString(
                file, Files.readString(file).replace("\"scaling\"", "\"models\": [\"mlp\", \"nosuch\"], \"scaling\""));
        Session verify = Session.run("data", "verify", "--tasks", file.toString());
        assertEquals(65, verify.exitCode(), verify.err());
        String message = verify.errLines().get(verify.errLines().size() - 1);
        assertTrue(message.startsWith("bench: points.json: models must be of "), message);
        assertTrue(message.endsWith(", got 'nosuch'"), message);
    }

    private String out() {
        return folder.resolve("out").toString();
    }

    /** Points that are not scaled by the training rows, 5000 from 0, would be learnt in no such time; parity is shown on the scaled ones. */
    @Test
    @Tag("engine")
    void aTableIsComparedFromItsTaskFileAndResumedWithIt() throws IOException {
        String file = task("{\"kind\": \"k-fold\", \"folds\": 3, \"stratified\": true}")
                .toString();
        Session session = Session.run("compare", "--tasks", file, "--engines", "pytorch,mxnet", "--out", out());
        assertEquals(0, session.exitCode(), session.err());
        assertTrue(session.err().contains("bench: points: 2 classes in sorted order: left, right"), session.err());
        RunResult result = Session.result(folder.resolve("out"));
        assertTrue(
                result.parity().stream().allMatch(report -> report.holds()),
                result.parity().toString());
        assertEquals(6, result.qualityCells().size());
        result.qualityCells().forEach(cell -> {
            assertEquals(20, cell.predictions().rows().size());
            assertTrue(cell.metrics().accuracy().score() > 0.8, cell.id());
        });
        TaskDescriptor recorded = result.tasks().get(0);
        assertEquals(List.of(4), recorded.inputShape());
        assertEquals(List.of("a", "b"), ((OwnData.Csv) recorded.data()).numeric());
        assertEquals(DataKind.SYNTHETIC, result.data().get(0).kind());
        assertEquals("task-file", result.data().get(0).source());
        assertEquals("points.csv", result.data().get(0).files().get(0).name());
        assertFalse(
                Files.readString(folder.resolve("out/result.json")).contains(folder.toString()),
                "no folder of the user in a result");
        assertEquals(0, Session.run("verify", out() + "/result.json").exitCode());

        Session without = Session.run("compare", "--resume", out());
        assertEquals(2, without.exitCode());
        assertEquals(
                List.of("bench: --resume of a run of task points must be with --tasks and its task file, got no file"),
                without.errLines());
        Session with = Session.run("compare", "--resume", out(), "--tasks", file);
        assertEquals(0, with.exitCode(), with.err());
        Path table = folder.resolve("points.csv");
        Files.writeString(table, Files.readString(table).replaceFirst(",[^,]*,up", ",0.25,up"));
        Session otherRows = Session.run("compare", "--resume", out(), "--tasks", file);
        assertEquals(65, otherRows.exitCode(), otherRows.err());
        assertTrue(
                otherRows.err().contains("data of task points must be what the run began with (task-file, SHA-256 "),
                otherRows.err());
        Files.writeString(Path.of(file), Files.readString(Path.of(file)).replace("standard", "min-max"));
        Session changed = Session.run("compare", "--resume", out(), "--tasks", file);
        assertEquals(2, changed.exitCode());
        assertEquals(
                List.of(
                        "bench: points: 2 classes in sorted order: left, right",
                        "bench: task file of points must be what the run began with, data included, got another"),
                changed.errLines());
    }

    /** Points in a square: which of its halves they are in, of which a point may be in two or none, and what is linear in them. */
    private List<String> several() throws IOException {
        Random random = new Random(2);
        StringBuilder table = new StringBuilder("a,b,right,upper,sum,difference\n");
        for (int row = 0; row < 150; row++) {
            double a = random.nextDouble() * 2 - 1;
            double b = random.nextDouble() * 2 - 1;
            table.append("%s,%s,%d,%d,%s,%s\n".formatted(a, b, a > 0 ? 1 : 0, b > 0 ? 1 : 0, a + b, a - b));
        }
        Files.writeString(folder.resolve("square.csv"), table.toString());
        return List.of(
                square("halves", "multi-label", "\"right\", \"upper\""),
                square("sums", "regression", "\"sum\", \"difference\""));
    }

    private String square(String name, String kind, String labels) throws IOException {
        return Files.writeString(folder.resolve(name + ".json"), """
                {
                  "kind": "%s",
                  "data": {
                    "kind": "csv",
                    "path": "square.csv",
                    "label": [%s],
                    "numeric": ["a", "b"],
                    "synthetic": true
                  },
                  "models": ["linear"],
                  "split": {"kind": "k-fold", "folds": 3},
                  "hyper_parameters": {"epochs": 30, "global_batch_size": 8, "opt_base_learning_rate": 0.03}
                }
                """.formatted(kind, labels))
                .toString();
    }

    @Test
    @Tag("engine")
    void rowsOfSeveralClassesAndOfSeveralTargetsAreLearntOnEveryEngine() throws IOException {
        Session session = Session.run(
                "compare",
                "--tasks",
                String.join(",", several()),
                "--engines",
                "pytorch,mxnet,onnxruntime",
                "--division",
                "tuned,plain",
                "--jobs",
                "2",
                "--out",
                out());
        assertEquals(0, session.exitCode(), session.err());
        RunResult result = Session.result(folder.resolve("out"));
        assertEquals(
                List.of(),
                result.parity().stream()
                        .flatMap(report -> report.faults().stream())
                        .toList());
        for (QualityCell cell : result.qualityCells()) {
            if (cell.status() == CellStatus.OK && cell.task().equals("halves")) {
                assertEquals(100, cell.predictions().truth().size());
                assertTrue(cell.metrics().accuracy().score() > 0.85, cell.id() + cell.metrics());
                assertTrue(cell.metrics().recall().get(1).score() > 0.85, cell.id());
            } else if (cell.status() == CellStatus.OK) {
                assertTrue(cell.metrics().mse().score() < 0.01, cell.id() + cell.metrics());
                assertTrue(cell.metrics().baseline().score() > 0.3, cell.id());
            }
        }
        assertTrue(result.crossCells().stream()
                .filter(cell -> cell.engine().equals("onnxruntime"))
                .allMatch(cell -> cell.status() == CellStatus.OK));
        assertEquals(0, Session.run("verify", out() + "/result.json").exitCode());
    }

    @Test
    void labelsThatAreNotWhatTheKindSaysAreRefused() throws IOException {
        String halves = several().get(0);
        String json = Files.readString(Path.of(halves));
        refused(
                halves,
                json.replace("multi-label", "classification"),
                "halves.json: data.label must be one column of a classification (next: \"kind\": \"multi-label\" or"
                        + " \"regression\"), got 'right, upper'");
        refused(
                halves,
                json.replace("\"upper\"", "\"sum\""),
                "rows of task halves must have 1 for each class that they have and 0 for every other, got ");
        refused(
                halves,
                json.replace("\"models\"", "\"classes\": [\"a\", \"b\", \"c\"], \"models\""),
                "rows of task halves must have 3 labels each, one for each class, got 2");
    }

    private static void refused(String file, String json, String message) throws IOException {
        Files.writeString(Path.of(file), json);
        Session session = Session.run("data", "verify", "--tasks", file);
        assertEquals(65, session.exitCode(), session.err());
        String got = session.errLines().get(session.errLines().size() - 1);
        assertTrue(got.startsWith("bench: " + message), got);
    }

    @Test
    void aMistakeStopsEveryCommandBeforeAnythingStarts() throws IOException {
        String file = task("{\"kind\": \"k-fold\", \"folds\": 70}").toString();
        for (List<String> command : List.of(
                List.of("compare", "--tasks", file, "--out", out()),
                List.of("run", "--engine", "mxnet", "--task", file, "--out", out()),
                List.of("throughput", "--tasks=" + file, "--out", out()),
                List.of("parity", "--tasks", file),
                List.of("data", "verify", "--tasks", file),
                List.of("models", "--task", file))) {
            Session session = Session.run(command.toArray(String[]::new));
            assertEquals(65, session.exitCode(), command + "\n" + session.err());
            assertEquals(
                    List.of("bench: rows of task points must be as many as its 70 folds or more, got 60"),
                    session.errLines());
            assertFalse(Files.exists(folder.resolve("out")));
        }
    }

    @Test
    void aTaskFileIsCheckedByItselfAndMayNotTakeAnothersName() throws IOException {
        String file = task("{\"kind\": \"k-fold\", \"folds\": 3}").toString();
        Session verified = Session.run("data", "verify", "--tasks", file);
        assertEquals(0, verified.exitCode(), verified.err());
        assertEquals(
                "points: 60 rows, synthetic, from task-file, synthetic rows, as their task file says\n",
                verified.out());
        Session twice = Session.run("data", "verify", "--tasks", file + "," + file);
        assertEquals(2, twice.exitCode());
        assertEquals(
                "bench: id of " + file + " must be one that no other task has, got 'points'",
                twice.errLines().get(0));
        Session absent =
                Session.run("compare", "--tasks", folder.resolve("none.json").toString());
        assertEquals(65, absent.exitCode());
        assertEquals(
                List.of("bench: task file must be readable, got " + folder.resolve("none.json")
                        + " (NoSuchFileException)"),
                absent.errLines());
        Session fetched = Session.run("data", "fetch", "--tasks", file);
        assertEquals(2, fetched.exitCode());
        assertTrue(
                fetched.err()
                        .contains(
                                "bench: task must be one of enginebench's own, for its data is fetched or drawn, got points"),
                fetched.err());
    }
}
