package io.enginebench.analysis.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Whether tasks are those that go by their names, the figures of the study included, and their data what it calls itself. Networks and
 * recipes of a task are whoever runs it's to choose.
 */
final class TaskChecks {
    private static final String SYNTHETIC = "synthetic";
    private static final List<String> CHOSEN = List.of("title", "models", "hyper_parameters");

    private TaskChecks() {}

    static void of(RunResult result, Findings findings) {
        findings.each("tasks", result.tasks(), (at, task) -> {
            if (!(task.data() instanceof OwnData)) {
                known(task.id())
                        .or(() -> TaskDescriptor.swept(task.id())
                                .flatMap(of -> known(of.getKey()).map(known -> known.inBatchesOf(of.getValue()))))
                        .ifPresent(known -> at.same("", fixed(known), "as enginebench has it", fixed(task)));
            }
        });
        findings.each("data", result.data(), (at, data) -> {
            at.same(".sha256", DataRecord.sha256Of(data.files()), "from the hashes of its files", data.sha256());
            at.unless(!data.study() || data.verified(), ".study", "false for unverified files", true);
            result.task(data.task()).ifPresent(task -> kind(at, task, data));
        });
    }

    private static void kind(Findings at, TaskDescriptor task, DataRecord data) {
        boolean synthetic = data.kind() == DataKind.SYNTHETIC;
        String note = data.note();
        at.unless(
                synthetic == (note != null && note.startsWith(SYNTHETIC)),
                ".kind",
                SYNTHETIC + " exactly where the note says so",
                data.kind().json() + " with the note " + note);
        at.unless(
                synthetic || !data.hasStandIns(),
                ".kind",
                SYNTHETIC + ", for the rows are drawn",
                data.kind().json());
        at.unless(synthetic || !data.source().equals(SYNTHETIC), ".source", "where real data are from", data.source());
        at.unless(!synthetic || !data.verified(), ".verified", "false, for it is " + SYNTHETIC, data.verified());
        if (task.data() instanceof OwnData own) {
            at.unless(
                    synthetic == Boolean.TRUE.equals(own.synthetic()),
                    ".kind",
                    "as its task says",
                    data.kind().json());
            at.unless(!data.verified(), ".verified", "false, for nobody has published it", data.verified());
        }
    }

    private static ObjectNode fixed(TaskDescriptor task) {
        return ((ObjectNode) Json.tree(task)).remove(CHOSEN);
    }

    /** A task of enginebench's own. */
    private static Optional<TaskDescriptor> known(String id) {
        try (InputStream in = TaskChecks.class.getResourceAsStream("tasks/" + id + ".json")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(
                            Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), id, TaskDescriptor.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
