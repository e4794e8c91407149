package io.enginebench.report.page;

import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Where the rows came from. */
final class ProvenanceSection {
    private ProvenanceSection() {}

    static Section of(RunScope run) {
        List<List<String>> rows = new ArrayList<>();
        List<List<String>> files = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (DataRecord data : run.result().data()) {
            boolean synthetic = data.kind() == DataKind.SYNTHETIC;
            rows.add(List.of(
                    data.task(),
                    synthetic ? "SYNTHETIC" : data.kind().json(),
                    data.source(),
                    synthetic ? "drawn" : data.verified() ? "every hash as published" : "NOT verified",
                    data.study() ? "yes" : "no",
                    String.format(Locale.ROOT, "%,d", data.rows()),
                    data.sha256()));
            if (data.note() != null) {
                notes.add(data.task() + ": " + Objects.requireNonNull(data.note()) + ".");
            }
            data.files()
                    .forEach(file -> files.add(List.of(
                            file.name(), data.task(), String.format(Locale.ROOT, "%,d", file.bytes()), file.sha256())));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.DataTable(
                "Data of each task",
                List.of(
                        Block.Column.text("task"),
                        Block.Column.text("kind"),
                        Block.Column.text("source"),
                        Block.Column.text("checked"),
                        Block.Column.text("the study's own rows"),
                        Block.Column.number("rows"),
                        Block.Column.prose("SHA-256")),
                rows,
                notes));
        if (!files.isEmpty()) {
            blocks.add(new Block.Folded(
                    "Files",
                    List.of(new Block.DataTable(
                            "Files of the data sets",
                            List.of(
                                    Block.Column.text("file"),
                                    Block.Column.text("task"),
                                    Block.Column.number("bytes"),
                                    Block.Column.prose("SHA-256")),
                            files,
                            List.of()))));
        }
        return new Section(run.id("data"), "Data", blocks);
    }
}
