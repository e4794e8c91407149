package io.enginebench.campaign.parity.reference;

import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The outputs of layers as somebody else computed them.
 *
 * @param layers in the order of their forward pass
 * @param rounding how far a number may be from the true one, in units of the layer's largest output or of 1
 */
public record Observed(List<Layer> layers, double rounding) {
    /** Nothing has been observed. */
    public static final Observed NOTHING = new Observed(List.of(), 0);

    /** An array as a whole is that of a layer, even if single numbers of it are further off than rounding. */
    private static final double SAME_LAYER = 100;

    public Observed {
        layers = List.copyOf(layers);
    }

    /**
     * A layer.
     *
     * @param values reads them; they may be too many to keep
     */
    public record Layer(String name, List<Integer> shape, Supplier<Tensor> values) {
        public Layer {
            shape = List.copyOf(shape);
        }
    }

    /** What is known of a layer. */
    record Match(Layer layer, Optional<String> array, double distance) {}

    /** For a layer the array whose numbers are the nearest to its own, if one's are near at all. */
    Match match(Layer layer, Map<String, Tensor> arrays) {
        Tensor seen = layer.values().get();
        double nearest = SAME_LAYER * rounding;
        Optional<String> found = Optional.empty();
        for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
            if (array.getValue().shape().equals(seen.shape())) {
                double distance = distance(array.getValue(), seen, nearest);
                if (distance <= nearest && (found.isEmpty() || distance < nearest)) {
                    nearest = distance;
                    found = Optional.of(array.getKey());
                }
            }
        }
        return new Match(layer, found, nearest);
    }

    /** The largest difference in units of the largest number or of 1; anything above {@code enough} if it is more than that. */
    private static double distance(Tensor own, Tensor seen, double enough) {
        double scale = own.scale();
        double largest = 0;
        for (int i = 0; i < own.values().length; i++) {
            double off = Math.abs(own.values()[i] - seen.values()[i]) / scale;
            if (!(off <= enough)) {
                return Double.POSITIVE_INFINITY;
            }
            largest = Math.max(largest, off);
        }
        return largest;
    }

    /** How far a number of an array may be from the true one. */
    double rounding(Tensor own) {
        return rounding * own.scale();
    }

    /** The numbers that a layer was seen to have, but for those that are further off than rounding makes them. */
    Tensor where(Layer layer, Tensor own) {
        Tensor seen = layer.values().get();
        double most = rounding(own);
        double[] values = own.values().clone();
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i] - seen.values()[i]) <= most) {
                values[i] = seen.values()[i];
            }
        }
        return new Tensor(values, own.shape());
    }
}
