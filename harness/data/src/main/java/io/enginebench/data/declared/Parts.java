package io.enginebench.data.declared;

import io.enginebench.record.array.DataFiles;
import io.enginebench.record.task.OwnData;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which of a task file's paths has which rows. */
final class Parts {
    private Parts() {}

    /**
     * A path.
     *
     * @param member what names it in the task file
     */
    record Named(String member, String path) {}

    /** The rows of each path that is named. */
    static Map<DataFiles, Raw> read(OwnData.Parted data, Function<Named, Raw> reading) {
        Map<DataFiles, Raw> parts = new EnumMap<>(DataFiles.class);
        put(parts, DataFiles.ALL, "path", data.path(), reading);
        put(parts, DataFiles.TRAIN, "train", data.train(), reading);
        put(parts, DataFiles.TEST, "test", data.test(), reading);
        return parts;
    }

    private static void put(
            Map<DataFiles, Raw> parts,
            DataFiles part,
            String member,
            @Nullable String path,
            Function<Named, Raw> reading) {
        if (path != null) {
            parts.put(part, reading.apply(new Named("data." + member, path)));
        }
    }
}
