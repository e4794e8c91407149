package io.enginebench.record.engine;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.enginebench.record.Check;
import io.enginebench.record.json.JsonEnum;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Placement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code engine.json}: what an engine's folder says of itself, so that it can be planned for without loading a jar of it.
 *
 * @param id {@code pytorch}, {@code pytorch-2.5.1}: the name used by {@code --engines}
 * @param order of the engines in a list: the one with the smallest is named first, of equal ones the first by id
 * @param name as its makers write it ({@code PyTorch}); of DJL's engines DJL's name
 * @param trains whether it trains; one that does not answers with what others have learnt
 * @param servesOnnx true if it answers from an ONNX file of the user's too; null if not
 * @param lacks operators, by DJL's names, that no network may have which is to run on it; there may be others nobody here knows of
 * @param djlVersion the version of the DJL jars in the folder, with which networks are made and, by DJL's engines, run
 * @param version the version of the native artifact (MXNet's library reports 1.9.0 for 1.9.1)
 * @param platforms {@code <os>-<arch>} as DJL's natives name them, for which the build takes natives
 * @param devices kinds of device the adapter can drive, where there are natives for it: {@code cpu}, {@code gpu}
 * @param dtypes in which kinds of numbers it answers on each kind of device, beside 32-bit floats
 * @param environment variables the engine wants set; {@code {threads}} stands for the number of threads
 * @param environmentWithLibomp further variables, set only where LLVM's OpenMP runtime takes the place of the engine's own
 * @param jvmOptions options the engine wants; {@code {threads}} as above
 * @param ownLibrary how its library is replaced by one of the user's own on a GPU; null if it cannot be
 * @param licences of the artifacts in the folder
 * @param variant what sets it apart from another engine of the same artifacts; null for an engine of its own
 */
public record EngineDescriptor(
        String id,
        int order,
        String name,
        boolean trains,
        @Nullable Boolean servesOnnx,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> lacks,
        String djlVersion,
        String version,
        List<String> platforms,
        List<String> devices,
        @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, List<Dtype>> dtypes,
        Map<String, String> environment,
        @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> environmentWithLibomp,
        List<String> jvmOptions,
        @Nullable OwnLibrary ownLibrary,
        List<String> licences,
        @Nullable Variant variant) {
    /** Why an engine does nothing that takes training. */
    public static final String ANSWERS_ONLY = "answers only";

    private static final List<String> KINDS = List.of("cpu", "gpu");

    public EngineDescriptor {
        Check.id("id of an engine", id);
        lacks = List.copyOf(lacks);
        platforms = List.copyOf(platforms);
        devices = List.copyOf(devices);
        dtypes = Map.copyOf(dtypes);
        environment = Map.copyOf(environment);
        environmentWithLibomp = Map.copyOf(environmentWithLibomp);
        jvmOptions = List.copyOf(jvmOptions);
        licences = List.copyOf(licences);
        Check.that(KINDS.containsAll(devices), "devices of engine " + id, "cpu or gpu", devices);
        Check.that(KINDS.containsAll(dtypes.keySet()), "dtypes of engine " + id, "by cpu or gpu", dtypes.keySet());
    }

    /** Why it cannot answer in such numbers on a device; empty if nothing is known against it. */
    public Optional<String> lacking(Placement placement) {
        String kind = placement.deviceKind();
        List<Dtype> known = Stream.concat(Stream.of(Dtype.FLOAT32), dtypes.getOrDefault(kind, List.of()).stream())
                .toList();
        return known.contains(placement.dtype())
                ? Optional.empty()
                : Optional.of(Check.mistake(
                        "dtype",
                        "%s on %s"
                                .formatted(
                                        known.stream().map(JsonEnum::json).collect(Collectors.joining(" or ")), kind),
                        placement.dtype().json()));
    }

    /** The id of the engine whose natives it runs: its own, or that of the one it is a variant of. */
    public String nativesOf() {
        return variant == null ? id : variant.of();
    }

    /**
     * Why it cannot run a network; empty if nothing is known against it.
     *
     * @param operators those that the network calls, by DJL's names
     */
    public Optional<String> lacking(List<String> operators) {
        List<String> missing = operators.stream().filter(lacks::contains).toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of("operator " + String.join(", ", missing));
    }

    /**
     * Names of the variables by which an engine takes a library that the user has installed, with CUDA in it.
     *
     * @param path names its folder; the user sets it
     * @param version names what is to be told of it, as {@code flavor} does ({@code cu128})
     * @param cuda no variable, but the name of the library that is in the folder of one with CUDA alone, without what a system has before
     *     and after it
     */
    public record OwnLibrary(String path, String version, String flavor, String cuda) {}

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
