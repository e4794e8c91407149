package io.enginebench.report.export;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One line for each figure of each cell, quoted by RFC 4180. */
final class CsvTable {
    private static final List<String> PARAMS =
            List.of("engine", "division", "device", "dtype", "protocol", "trained_on", "mode", "batch", "steps");
    private static final List<String> FIGURE =
            List.of("processor", "threads", "seed", "fold", "round", "score", "unit", "higher_is_better");
    /** What a spreadsheet would take for a formula (OWASP, CSV injection), also behind blanks. */
    private static final Pattern FORMULA = Pattern.compile("^\\s*[=+\\-@]|^[\\t\\r\\n]");

    private CsvTable() {}

    static String of(RunResult result) {
        CsvSchema schema = CsvSchema.builder()
                .addColumns(List.of("cell", "figure"), CsvSchema.ColumnType.STRING)
                .addColumns(PARAMS, CsvSchema.ColumnType.STRING)
                .addColumns(FIGURE, CsvSchema.ColumnType.STRING)
                .setUseHeader(true)
                .setLineSeparator("\r\n")
                .build();
        StringWriter text = new StringWriter();
        try (SequenceWriter writer = new CsvMapper().writer(schema).writeValues(text)) {
            for (Series series : Series.of(result)) {
                for (Series.Value value : series.values()) {
                    writer.write(row(series, value));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Map<String, Object> row(Series series, Series.Value value) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("cell", inert(value.cell()));
        row.put("figure", inert(series.name()));
        series.params().forEach((name, param) -> row.put(name, inert(param)));
        row.put("processor", inert(value.processor()));
        row.put("threads", series.threads());
        row.put("seed", value.seed());
        if (value.fold() != null) {
            row.put("fold", value.fold());
        }
        if (value.round() != null) {
            row.put("round", value.round());
        }
        row.put("score", value.score());
        row.put("unit", inert(series.unit()));
        row.put("higher_is_better", series.higherIsBetter());
        return row;
    }

    /** The text, with an apostrophe before what would be a formula. */
    static String inert(String text) {
        return FORMULA.matcher(text).find() ? "'" + text : text;
    }
}
