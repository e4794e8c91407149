package io.enginebench.report.page.sections;

import static io.enginebench.report.page.html.Block.Column.number;
import static io.enginebench.report.page.html.Block.Column.prose;
import static io.enginebench.report.page.html.Block.Column.text;

import io.enginebench.record.run.DataRecord;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Block.DataTable;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/** Where the rows came from. */
final class ProvenanceSection {
    private ProvenanceSection() {}

    static Section of(RunScope run) {
        List<List<String>> rows = new ArrayList<>();
        List<List<String>> files = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (DataRecord data : run.result().data()) {
            boolean synthetic = data.kind().equals("synthetic");
            rows.add(List.of(
                    data.task(),
                    synthetic ? "SYNTHETIC" : data.kind(),
                    data.source(),
                    synthetic ? "drawn" : data.verified() ? "every hash as published" : "NOT verified",
                    data.study() ? "yes" : "no",
                    Numbers.format("%,d", data.rows()),
                    data.sha256()));
            if (data.note() != null) {
                notes.add(data.task() + ": " + data.note() + ".");
            }
            data.files()
                    .forEach(file -> files.add(
                            List.of(file.name(), data.task(), Numbers.format("%,d", file.bytes()), file.sha256())));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(new DataTable(
                "Data of each task",
                List.of(
                        text("task"),
                        text("kind"),
                        text("source"),
                        text("checked"),
                        text("the study's own rows"),
                        number("rows"),
                        prose("SHA-256")),
                rows,
                notes));
        if (!files.isEmpty()) {
            blocks.add(new Block.Folded(
                    "Files",
                    List.of(new DataTable(
                            "Files of the data sets",
                            List.of(text("file"), text("task"), number("bytes"), prose("SHA-256")),
                            files))));
        }
        return new Section(run.id("data"), "Data", blocks);
    }
}
