package io.enginebench.data.declared;

import io.enginebench.record.array.DataFiles;
import io.enginebench.record.task.OwnData;
import java.util.EnumMap;
import java.util.Map;
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

    static Map<DataFiles, Named> of(OwnData.Parted data) {
        Map<DataFiles, Named> parts = new EnumMap<>(DataFiles.class);
        put(parts, DataFiles.ALL, "path", data.path());
        put(parts, DataFiles.TRAIN, "train", data.train());
        put(parts, DataFiles.TEST, "test", data.test());
        return parts;
    }

    private static void put(Map<DataFiles, Named> parts, DataFiles part, String member, @Nullable String path) {
        if (path != null) {
            parts.put(part, new Named("data." + member, path));
        }
    }
}
