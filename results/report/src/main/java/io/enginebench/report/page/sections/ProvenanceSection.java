package io.enginebench.report.page.sections;

import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/** Where the rows came from. */
final class ProvenanceSection {
    private ProvenanceSection() {}

    static Section of(RunScope run) {
        Sheet sheet = new Sheet()
                .texts("task", "kind", "source", "checked", "the study's own rows")
                .numbers("rows")
                .prose("SHA-256");
        Sheet files = new Sheet().texts("file", "task").numbers("bytes").prose("SHA-256");
        List<String> notes = new ArrayList<>();
        for (DataRecord data : run.result().data()) {
            boolean synthetic = data.kind() == DataKind.SYNTHETIC;
            sheet.row(
                    data.task(),
                    synthetic ? "SYNTHETIC" : data.kind().json(),
                    data.source(),
                    synthetic ? "drawn" : data.verified() ? "every hash as published" : "NOT verified",
                    data.study() ? "yes" : "no",
                    Numbers.format("%,d", data.rows()),
                    data.sha256());
            if (data.note() != null) {
                notes.add(data.task() + ": " + data.note() + ".");
            }
            data.files()
                    .forEach(file ->
                            files.row(file.name(), data.task(), Numbers.format("%,d", file.bytes()), file.sha256()));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(sheet.table("Data of each task", notes.toArray(String[]::new)));
        if (!files.isEmpty()) {
            blocks.add(new Block.Folded("Files", List.of(files.table("Files of the data sets"))));
        }
        return new Section(run.id("data"), "Data", blocks);
    }
}
