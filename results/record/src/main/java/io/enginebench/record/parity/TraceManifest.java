package io.enginebench.record.parity;

import io.enginebench.record.Check;
import io.enginebench.record.array.Adjustment;
import io.enginebench.record.task.HyperParameters;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the arrays of a trace are.
 *
 * @param by an engine's id or {@link ParityReport#REFERENCE}
 * @param hyperParameters of the first step
 * @param smoothHyperParameters of the smooth steps
 * @param trained whether the first step was made; without it there are answers alone
 * @param smooth whether the smooth steps were made
 * @param parameters those that are trained, in the network's order, by the names of their files
 * @param statistics the other parameters, which training changes without a gradient, likewise
 * @param layers in the order of the forward pass; blocks within blocks by their path, and the block behind what is in it
 * @param adjustment of the rows in the data's files, before the network saw them; null for none
 */
public record TraceManifest(
        String by,
        String task,
        String model,
        long seed,
        int threads,
        HyperParameters hyperParameters,
        HyperParameters smoothHyperParameters,
        boolean trained,
        boolean smooth,
        List<Named> parameters,
        List<Named> statistics,
        List<Named> layers,
        @Nullable Adjustment adjustment) {
    public TraceManifest {
        parameters = List.copyOf(parameters);
        statistics = List.copyOf(statistics);
        layers = List.copyOf(layers);
    }

    /**
     * An array.
     *
     * @param name also the name of its file, without {@code .npy}
     * @param shape the length of each axis
     */
    public record Named(String name, List<Integer> shape) {
        private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,199}");

        public Named {
            Check.that(SAFE.matcher(name).matches(), "name of an array", "letters, digits, '_' and '-'", name);
            shape = List.copyOf(shape);
        }
    }
}
