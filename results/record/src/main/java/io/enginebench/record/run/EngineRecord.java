package io.enginebench.record.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.enginebench.record.engine.Artifact;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An engine as it ran in a division with so many threads; where several were asked for, it has a record for each.
 *
 * @param id the folder's id
 * @param name as its makers write it; of DJL's engines DJL's name
 * @param version of the native artifact
 * @param trains false for an engine that only answers; null for one that also trains, and in files from before
 * @param reason why it is not ready
 * @param division it was driven in; tuned where a file has none
 * @param device as the engine reports it, or as it was asked for where it did not start
 * @param dtype of what it is to answer in; 32-bit floats where a file has none
 * @param numThreads as the device
 * @param reportedVersion what the library says, which for MXNet differs from its artifact
 * @param libraryPath below {@code {cache}}, the campaign's cache folder
 * @param startMillis from the first call of the engine's library until an array had been made, unpacking of natives included where it was due
 * @param nativeUnpackMillis what unpacking the natives takes; null where it was not measured
 * @param sgemmGflops 10^9 operations a second that a product of two 1024x1024 matrices of 32-bit floats reached, the best of half a second;
 *     null where it was not measured
 * @param artifacts of an engine that was added, what it is made of; null for one that is built
 * @param env the workers' whole environment, the cache folder shown as {@code {cache}}
 * @param jvmOptions the workers' options
 * @param removedEnv names of variables of the caller that bear on engines and were kept from the workers
 */
public record EngineRecord(
        String id,
        String name,
        String version,
        String djlVersion,
        @Nullable Boolean trains,
        EngineStatus status,
        @Nullable String reason,
        Division division,
        @Nullable String device,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Dtype.Usual.class)
        Dtype dtype,

        @Nullable Integer numThreads,
        @Nullable String reportedVersion,
        @Nullable List<String> capabilities,
        @Nullable String libraryPath,
        @Nullable String librarySha256,
        @Nullable Double startMillis,
        @Nullable Double nativeUnpackMillis,
        @Nullable Double sgemmGflops,
        @Nullable List<Artifact> artifacts,
        Map<String, String> env,
        List<String> jvmOptions,
        List<String> removedEnv) {
    public EngineRecord {
        division = Division.orTuned(division);
        dtype = Dtype.orFloat32(dtype);
        env = new TreeMap<>(env);
        jvmOptions = List.copyOf(jvmOptions);
        removedEnv = List.copyOf(removedEnv);
    }

    /** Whether it is known that there is nothing to train on it. */
    public boolean onlyAnswers() {
        return Boolean.FALSE.equals(trains);
    }

    /** Whether the engine's workers had a library of that name in place of the system's. */
    public boolean preloads(String library) {
        return env.getOrDefault("LD_PRELOAD", "").contains(library);
    }
}
