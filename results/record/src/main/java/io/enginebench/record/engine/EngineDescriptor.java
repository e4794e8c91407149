package io.enginebench.record.engine;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.enginebench.record.Check;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code engine.json}: what an engine's folder says of itself, so that it can be planned for without loading a jar of it.
 *
 * @param id {@code pytorch}, {@code pytorch-2.5.1}: the name used by {@code --engines}
 * @param order of the engines in a list: the one with the smallest is named first, of equal ones the first by id
 * @param name as its makers write it ({@code PyTorch}); of DJL's engines DJL's name
 * @param trains whether it trains; one that does not answers with what others have learnt
 * @param optIn whether it takes part only where it is named; false where the file says nothing
 * @param djlVersion the version of the DJL jars in the folder, with which networks are made and, by DJL's engines, run
 * @param version the version of the native artifact (MXNet's library reports 1.9.0 for 1.9.1)
 * @param platforms {@code <os>-<arch>} as DJL's natives name them, for which the build takes natives
 * @param devices kinds of device the natives can use: {@code cpu}, {@code gpu}
 * @param environment variables the engine wants set; {@code {threads}} stands for the number of threads
 * @param environmentWithLibomp further variables, set only where LLVM's OpenMP runtime takes the place of the engine's own
 * @param jvmOptions options the engine wants; {@code {threads}} as above
 * @param licences of the artifacts in the folder
 * @param variant what sets it apart from another engine of the same artifacts; null for an engine of its own
 */
public record EngineDescriptor(
        String id,
        int order,
        String name,
        boolean trains,
        @JsonSetter(nulls = Nulls.AS_EMPTY) boolean optIn,
        String djlVersion,
        String version,
        List<String> platforms,
        List<String> devices,
        Map<String, String> environment,
        @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> environmentWithLibomp,
        List<String> jvmOptions,
        List<String> licences,
        @Nullable Variant variant) {
    /** Why an engine does nothing that takes training. */
    public static final String ANSWERS_ONLY = "answers only";

    public EngineDescriptor {
        Check.id("id of an engine", id);
        platforms = List.copyOf(platforms);
        devices = List.copyOf(devices);
        environment = Map.copyOf(environment);
        environmentWithLibomp = Map.copyOf(environmentWithLibomp);
        jvmOptions = List.copyOf(jvmOptions);
        licences = List.copyOf(licences);
        Check.that(
                devices.stream().allMatch(device -> device.equals("cpu") || device.equals("gpu")),
                "devices of engine " + id,
                "cpu or gpu",
                devices);
    }

    /**
     * Another way to run an engine. It takes part only where it is named, never because it is there.
     *
     * @param of the id of the engine, whose artifacts and unpacked natives it shares
     * @param how what is different, as the end of a sentence
     */
    public record Variant(String of, String how) {
        public Variant {
            Check.id("id of a variant's engine", of);
            Check.that(!how.isBlank(), "how of a variant of " + of, "a text", "'" + how + "'");
        }
    }
}
