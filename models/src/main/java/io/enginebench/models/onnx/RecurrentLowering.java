package io.enginebench.models.onnx;

import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recurrent layers. ONNX has time as the leading axis, one layer an operator, both directions' weights in one array, and gates in an
 * order of its own.
 */
enum RecurrentLowering {
    /** Ours: input, forget, cell, output. ONNX's: input, output, forget, cell. */
    LSTM(new int[] {0, 3, 1, 2}, Map.of()),
    /** Ours: reset, update, new. ONNX's: update, reset, new; the reset gate is applied behind the product with the state. */
    GRU(new int[] {1, 0, 2}, Map.of("linear_before_reset", 1L));

    private static final List<Long> SWAP_TIME_AND_BATCH = List.of(1L, 0L, 2L);

    @SuppressWarnings("ImmutableEnumChecker") // written once
    private final int[] gates;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable map of numbers
    private final Map<String, Object> more;

    RecurrentLowering(int[] gates, Map<String, Object> more) {
        this.gates = gates;
        this.more = more;
    }

    void write(OnnxWriter onnx, Node node) {
        boolean batchFirst = node.flag("batch_first");
        int directions = node.flag("bidirectional") ? 2 : 1;
        int layers = (int) node.whole("layers");
        boolean biases = node.flag("biases");
        long state = node.shape().get(2) / directions;
        Map<String, Object> attributes = new HashMap<>(more);
        attributes.put("hidden_size", state);
        attributes.put("direction", directions == 2 ? "bidirectional" : "forward");
        String sequence = node.inputs().get(0);
        if (batchFirst) {
            sequence = onnx.add("Transpose", List.of(sequence), Map.of("perm", SWAP_TIME_AND_BATCH));
        }
        int perLayer = directions * (biases ? 4 : 2);
        for (int layer = 0; layer < layers; layer++) {
            List<String> parameters = node.inputs().subList(1 + layer * perLayer, 1 + (layer + 1) * perLayer);
            List<String> inputs = new ArrayList<>(List.of(sequence));
            inputs.add(weights(onnx, node.dtype(), parameters, directions, 0, state));
            inputs.add(weights(onnx, node.dtype(), parameters, directions, 1, state));
            if (biases) {
                inputs.add(biases(
                        onnx, node.dtype(), parameters.subList(2 * directions, 4 * directions), directions, state));
            }
            // (time, direction, batch, state) to (time, batch, directions·state); a 0 is the length that was there.
            String made = onnx.add(name(), inputs, attributes);
            String beside = onnx.add("Transpose", List.of(made), Map.of("perm", List.of(0L, 2L, 1L, 3L)));
            List<String> joined = List.of(beside, onnx.wholes(List.of(0L, 0L, directions * state)));
            boolean last = layer == layers - 1 && !batchFirst;
            sequence =
                    last ? onnx.add("Reshape", node.name(), joined, Map.of()) : onnx.add("Reshape", joined, Map.of());
        }
        if (batchFirst) {
            onnx.add("Transpose", node.name(), List.of(sequence), Map.of("perm", SWAP_TIME_AND_BATCH));
        }
    }

    /** (direction, gates·state, in) of the weights of either the input (0) or the state (1). */
    private String weights(
            OnnxWriter onnx, ElementType dtype, List<String> parameters, int directions, int of, long state) {
        long in = onnx.array(parameters.get(of)).shape().get(1);
        List<float[]> parts = new ArrayList<>();
        for (int direction = 0; direction < directions; direction++) {
            parts.add(reordered(onnx.weights(parameters.get(2 * direction + of)), state * in));
        }
        return onnx.weights(dtype, List.of((long) directions, gates.length * state, in), joined(parts));
    }

    /** (direction, 2·gates·state): those of the input, then those of the state. */
    private String biases(OnnxWriter onnx, ElementType dtype, List<String> parameters, int directions, long state) {
        List<float[]> parts = parameters.stream()
                .map(name -> reordered(onnx.weights(name), state))
                .toList();
        return onnx.weights(dtype, List.of((long) directions, 2L * gates.length * state), joined(parts));
    }

    private float[] reordered(float[] values, long gate) {
        int length = Math.toIntExact(gate);
        float[] reordered = new float[values.length];
        for (int i = 0; i < gates.length; i++) {
            System.arraycopy(values, gates[i] * length, reordered, i * length, length);
        }
        return reordered;
    }

    private static float[] joined(List<float[]> parts) {
        float[] joined = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
