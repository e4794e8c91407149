package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Places;
import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.campaign.parity.reference.kernel.RecurrentLayer.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers of recurrent units from states of zero, in one direction or both.
 *
 * @param cell what one of them does in a step of time
 */
record Recurrent(Cell cell) implements Kernel {
    /** The layers of a call, each with its directions, and what each made. */
    private List<List<RecurrentLayer>> run(Operation call) {
        int directions = call.node().flag("bidirectional") ? 2 : 1;
        int perLayer = directions * (call.node().flag("biases") ? 4 : 2);
        boolean batchFirst = call.node().flag("batch_first");
        List<List<RecurrentLayer>> layers = new ArrayList<>();
        Tensor sequence = batchFirst ? swapped(call.x()) : call.x();
        for (int layer = 0; layer < call.whole("layers"); layer++) {
            List<RecurrentLayer> made = new ArrayList<>();
            for (int direction = 0; direction < directions; direction++) {
                Weights weights = weights(call.inputs(), 1 + layer * perLayer, direction, directions, call);
                made.add(new RecurrentLayer(cell, weights, sequence, direction == 1));
            }
            layers.add(made);
            sequence = outputs(made);
        }
        return layers;
    }

    /** Those of a direction of a layer, or their derivatives, among a call's inputs. */
    private static Weights weights(List<Tensor> from, int first, int direction, int directions, Operation call) {
        int bias = first + 2 * directions + 2 * direction;
        return new Weights(
                from.get(first + 2 * direction),
                from.get(first + 2 * direction + 1),
                call.node().flag("biases") ? List.of(from.get(bias), from.get(bias + 1)) : List.of());
    }

    /** (time, batch, direction·state). */
    private static Tensor outputs(List<RecurrentLayer> directions) {
        int state = directions.get(0).state();
        Tensor all = new Tensor(directions.get(0).time(), directions.get(0).batch(), state * directions.size());
        each(directions, all, (one, from, to) -> System.arraycopy(one.outputs(), from, all.values(), to, state));
        return all;
    }

    /** Told of each state of a direction where it is among the direction's own and where among those of all. */
    private interface State {
        void at(RecurrentLayer direction, int own, int all);
    }

    private static void each(List<RecurrentLayer> directions, Tensor all, State place) {
        int state = directions.get(0).state();
        for (int i = 0; i < directions.size(); i++) {
            for (int row = 0; row < all.length(0) * all.length(1); row++) {
                place.at(directions.get(i), row * state, row * all.length(2) + i * state);
            }
        }
    }

    /** (a, b, c) as (b, a, c). */
    private static Tensor swapped(Tensor x) {
        Tensor swapped = new Tensor(x.length(1), x.length(0), x.length(2));
        int[] from = Places.walk(swapped.shape(), 0, new int[] {x.length(2), x.length(1) * x.length(2), 1});
        for (int i = 0; i < from.length; i++) {
            swapped.values()[i] = x.values()[from[i]];
        }
        return swapped;
    }

    @Override
    public Tensor forward(Operation call) {
        List<List<RecurrentLayer>> layers = run(call);
        Tensor sequence = outputs(layers.get(layers.size() - 1));
        return call.node().flag("batch_first") ? swapped(sequence) : sequence;
    }

    @Override
    public void backward(Operation call, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        boolean batchFirst = call.node().flag("batch_first");
        List<List<RecurrentLayer>> layers = run(call);
        int directions = layers.get(0).size();
        int perLayer = directions * (call.node().flag("biases") ? 4 : 2);
        Tensor flowing = batchFirst ? swapped(gradient) : gradient;
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            List<RecurrentLayer> made = layers.get(layer);
            Tensor byInput = made.get(0).input().zeros();
            for (int direction = 0; direction < directions; direction++) {
                RecurrentLayer one = made.get(direction);
                double[] own = new double[one.outputs().length];
                Tensor all = flowing;
                each(made, all, (which, from, to) -> {
                    if (which == one) {
                        System.arraycopy(all.values(), to, own, from, one.state());
                    }
                });
                one.backward(own, byInput, weights(derivatives, 1 + layer * perLayer, direction, directions, call));
            }
            flowing = byInput;
        }
        Tensor byX = batchFirst ? swapped(flowing) : flowing;
        for (int i = 0; i < byX.values().length; i++) {
            derivatives.get(0).values()[i] += byX.values()[i];
        }
    }
}
