package io.enginebench.engines.mxnet.symbolic;

import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxGradientCollector;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxSymbolBlock;
import ai.djl.mxnet.engine.Symbol;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.enginebench.engines.djl.DjlStep;
import io.enginebench.engines.djl.Losses;
import io.enginebench.engines.mxnet.MxNetAdapter;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.task.TrainingLoss;
import io.enginebench.record.task.TrainingLoss.CrossEntropy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * MXNet that calls a network as one recorded graph, whose memory is planned once, instead of operation by operation; in training the loss is
 * part of the graph.
 *
 * <p>The graph is what autograd notes down in one forward pass. DJL's flatten writes the number of rows into it, so a graph
 * serves batches of one size. Its parameters are the network's own: graphs for any number of sizes train and see the same
 * arrays.
 */
public final class SymbolicMxNetAdapter extends MxNetAdapter {
    @Override
    public Block compiled(Block network, Supplier<Graph> graph, NDManager owner, DataDesc batch, boolean training) {
        Recorded recorded = recorded(network, owner, batch, training, (outputs, scratch) -> List.of(outputs));
        if (recorded.given() != 1) {
            throw new UnsupportedException(
                    "network of mxnet-symbolic must make no arrays of its own in its forward pass, such as the first states of a"
                            + " recurrent layer, got " + (recorded.given() - 1));
        }
        return recorded.block();
    }

    /** Of a loss that makes no arrays of its own, as one with weights of the classes does; empty for others. */
    @Override
    public Optional<Differentiation> differentiation(
            Block network, Supplier<Graph> graph, NDManager owner, DataDesc batch, TrainingLoss loss) {
        Recorded recorded = recorded(network, owner, batch, true, (outputs, scratch) -> {
            Shape truth =
                    loss instanceof CrossEntropy ? new Shape(batch.getShape().get(0)) : outputs.getShape();
            NDArray mean = Losses.of(loss).evaluate(new NDList(scratch.zeros(truth)), new NDList(outputs));
            return List.of(outputs, mean);
        });
        if (recorded.given() != 2) {
            return Optional.empty();
        }
        MxSymbolBlock block = recorded.block();
        ParameterStore store = new ParameterStore(owner, false);
        return Optional.of((x, truth) -> {
            try (GradientCollector gradients = owner.getEngine().newGradientCollector()) {
                NDList made = block.forward(store, new NDList(x, truth), true);
                gradients.backward(made.get(1));
                return new DjlStep(made.get(0), made.get(1));
            }
        });
    }

    /** What is wanted of a pass: the outputs of the network (row, output), and what is made of them. */
    @FunctionalInterface
    private interface Wanted {
        List<NDArray> of(NDArray outputs, NDManager scratch);
    }

    /**
     * A graph that can be called.
     *
     * @param given how many arrays it is to be given: the batch, and whatever else is no parameter, in the order of the pass
     */
    private record Recorded(MxSymbolBlock block, int given) {}

    private static Recorded recorded(Block network, NDManager owner, DataDesc batch, boolean training, Wanted wanted) {
        try {
            Pass pass = pass(network, owner, batch, training, wanted);
            MxSymbolBlock block = new MxSymbolBlock(owner, Symbol.loadJson((MxNDManager) owner, pass.graph()));
            List<Parameter> inputs = block.getAllParameters();
            List<String> names = inputs.stream().map(Parameter::getName).toList();
            // None of them is the block's own to initialise, list or free: the network does that.
            block.setInputNames(names);
            block.initialize(owner, DataType.FLOAT32, batch.getShape());
            int given = 0;
            for (int i = 0; i < inputs.size(); i++) {
                Parameter own = pass.parameters().get(names.get(i));
                if (own == null) {
                    given++; // Without an array, an input of the graph is what forward is given.
                } else {
                    inputs.set(i, own);
                }
            }
            return new Recorded(block, given);
        } catch (EngineException e) {
            throw new UnsupportedException("network of mxnet-symbolic must be one that MXNet can call as a graph, got: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /**
     * What autograd noted down, and which inputs of it are parameters.
     *
     * @param graph as MXNet's JSON: the recorded nodes themselves hold on to the arrays of the pass
     * @param parameters by the name that autograd gave to each
     */
    private record Pass(String graph, Map<String, Parameter> parameters) {}

    private static Pass pass(Block network, NDManager owner, DataDesc batch, boolean training, Wanted wanted) {
        try (NDManager scratch = owner.newSubManager()) {
            NDArray rows = scratch.zeros(batch.getShape(), batch.getDataType());
            // Autograd notes down only what comes from an array with a gradient, and the parameters may have none.
            rows.setRequiresGradient(true);
            List<NDArray> made;
            try (GradientCollector recorded = owner.getEngine().newGradientCollector()) {
                // A collector means training, and some operations are noted down differently for answers.
                MxGradientCollector.setTraining(training);
                NDArray outputs = network.forward(new ParameterStore(scratch, false), new NDList(rows), training)
                        .singletonOrThrow();
                made = wanted.of(outputs, scratch);
            }
            Map<String, Parameter> parameters = new HashMap<>();
            for (Parameter parameter : network.getParameters().values()) {
                // The graph of a parameter alone is one node, so its name is the parameter's in any graph.
                parameters.put(
                        MxGradientCollector.getSymbol(scratch, parameter.getArray())
                                .getAllNames()[0],
                        parameter);
            }
            return new Pass(
                    together(made.stream()
                            .map(array -> MxGradientCollector.getSymbol(scratch, array))
                            .toList()),
                    parameters);
        }
    }
}
