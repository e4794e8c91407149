package io.enginebench.report.table;

import java.util.List;

/**
 * A table with its heading and remarks.
 *
 * @param title one line
 * @param header a name for each column
 * @param rows as many texts each as there are columns
 * @param notes sentences that belong below it
 */
public record Table(String title, List<String> header, List<List<String>> rows, List<String> notes) {
    public Table {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }
}
