package io.enginebench.data.sources;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about data.
 *
 * @param folder looked into before anything else
 * @param allowUnverified whether files that are not the published ones may be used, which the result then records
 */
public record DataRequest(@Nullable Path folder, boolean allowUnverified) {}
