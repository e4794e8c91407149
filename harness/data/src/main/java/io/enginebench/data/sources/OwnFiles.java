package io.enginebench.data.sources;

import io.enginebench.data.declared.OwnRows;
import io.enginebench.data.files.TaskFolder;
import io.enginebench.data.formats.Samples;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.TaskDescriptor;

/** A user's own files as a task's rows. */
final class OwnFiles {
    private OwnFiles() {}

    static PreparedData read(TaskDescriptor task, OwnData data, TaskFolder folder) {
        OwnRows rows = OwnRows.read(data, task.kind(), task.classes(), task.split(), folder);
        boolean synthetic = Boolean.TRUE.equals(data.synthetic());
        return new PreparedData(
                new DataRecord(
                        task.id(),
                        synthetic ? DataKind.SYNTHETIC : DataKind.REAL,
                        DataStore.TASK_FILE,
                        false,
                        DataRecord.sha256Of(rows.files()),
                        rows.parts().values().stream().mapToInt(Samples::count).sum(),
                        false,
                        rows.files(),
                        synthetic
                                ? "synthetic rows, as their task file says"
                                : "the user's own files, of which nobody has published a hash"),
                rows.parts());
    }
}
