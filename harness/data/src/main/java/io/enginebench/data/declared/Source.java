package io.enginebench.data.declared;

import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.run.DataRecord.DataFile;
import io.enginebench.record.task.OwnData;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What reads one kind of data. */
interface Source {
    /** Reads all there is: {@code ALL}, or {@code TRAIN} and {@code TEST} where the files themselves tell them apart. */
    Map<DataFiles, Raw> read();

    /**
     * The rows as networks take them, once it is known which are trained on.
     *
     * @param parts by the files in which they are left for the workers
     */
    Map<DataFiles, Npy> rows(Map<DataFiles, Raw> parts);

    /** The data with everything said that followed from the files. */
    OwnData said();

    /** What was read. */
    List<DataFile> files();

    /** The rows of sources that have numbers from the start. */
    static Map<DataFiles, Npy> numbers(Map<DataFiles, Raw> parts) {
        Map<DataFiles, Npy> rows = new EnumMap<>(DataFiles.class);
        parts.forEach((files, raw) -> rows.put(files, ((Raw.Numbers) raw).x()));
        return rows;
    }
}
