package io.enginebench.data.sources;

import io.enginebench.data.files.TaskFolder;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about data.
 *
 * @param folder looked into before anything else
 * @param allowUnverified whether files that are not the published ones may be used, which the result then records
 * @param taskFolders by the ids of tasks that are of the user's own files, where these are
 */
public record DataRequest(@Nullable Path folder, boolean allowUnverified, Map<String, TaskFolder> taskFolders) {
    public DataRequest {
        taskFolders = Map.copyOf(taskFolders);
    }

    /** Of tasks that enginebench knows. */
    public DataRequest(@Nullable Path folder, boolean allowUnverified) {
        this(folder, allowUnverified, Map.of());
    }
}
