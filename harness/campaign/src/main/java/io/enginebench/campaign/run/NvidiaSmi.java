package io.enginebench.campaign.run;

import io.enginebench.record.run.Environment.Gpu;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The program that comes with NVIDIA's driver and tells of the cards. */
final class NvidiaSmi {
    private static final int MEBIBYTE = 1 << 20;

    private NvidiaSmi() {}

    /**
     * The cards in the order of their numbers; none where the program is not there, fails, hangs or says something else.
     *
     * @param program its name on the path, or its file
     */
    static List<Gpu> gpus(String program) {
        return Said.by(
                        Path.of("."),
                        List.of(
                                program,
                                "--query-gpu=index,name,driver_version,memory.total,clocks.max.sm,compute_cap",
                                "--format=csv,noheader,nounits"))
                .map(NvidiaSmi::read)
                .orElse(List.of());
    }

    private static List<Gpu> read(String csv) {
        try {
            List<Gpu> gpus = new ArrayList<>();
            for (CSVRecord line : CSVFormat.DEFAULT
                    .builder()
                    .setIgnoreSurroundingSpaces(true)
                    .get()
                    .parse(new StringReader(csv))) {
                @Nullable Integer memory = number(line.get(3));
                gpus.add(new Gpu(
                        Integer.parseInt(line.get(0)),
                        line.get(1),
                        line.get(2),
                        memory == null ? null : (long) memory * MEBIBYTE,
                        number(line.get(4)),
                        line.get(5).startsWith("[") ? null : line.get(5)));
            }
            return gpus;
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    /** What a card does not tell stands as a text in brackets. */
    private static @Nullable Integer number(String text) {
        return text.startsWith("[") ? null : Integer.valueOf(text);
    }
}
