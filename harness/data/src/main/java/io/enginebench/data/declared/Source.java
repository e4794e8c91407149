package io.enginebench.data.declared;

import io.enginebench.data.files.TaskFolder;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.run.DataRecord.DataFile;
import io.enginebench.record.task.OwnData;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What reads one kind of data.
 *
 * @param <D> the kind
 */
abstract class Source<D extends OwnData> {
    final D data;
    final Labels labels;
    final TaskFolder folder;
    private final List<DataFile> files = new ArrayList<>();

    Source(D data, Labels labels, TaskFolder folder) {
        this.data = data;
        this.labels = labels;
        this.folder = folder;
    }

    /** Reads all there is: {@code ALL}, or {@code TRAIN} and {@code TEST} where the files themselves tell them apart. */
    abstract Map<DataFiles, Raw> read();

    /**
     * The rows as networks take them, once it is known which are trained on.
     *
     * @param parts by the files in which they are left for the workers
     */
    Map<DataFiles, Npy> rows(Map<DataFiles, Raw> parts) {
        Map<DataFiles, Npy> rows = new EnumMap<>(DataFiles.class);
        parts.forEach((files, raw) -> rows.put(files, ((Raw.Numbers) raw).x()));
        return rows;
    }

    /** The data with everything said that followed from the files. */
    OwnData said() {
        return data;
    }

    /** Notes what was read. */
    final void note(DataFile file) {
        files.add(file);
    }

    /** What was read. */
    final List<DataFile> files() {
        return List.copyOf(files);
    }
}
