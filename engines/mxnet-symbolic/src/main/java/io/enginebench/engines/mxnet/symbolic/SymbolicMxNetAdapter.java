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
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.enginebench.engines.mxnet.MxNetAdapter;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.graph.Graph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * MXNet that calls a network as one recorded graph, whose memory is planned once, instead of operation by operation.
 *
 * <p>The graph is what autograd notes down in one forward pass. DJL's flatten writes the number of rows into it, so a graph
 * serves batches of one size. Its parameters are the network's own: graphs for any number of sizes train and see the same
 * arrays.
 */
public final class SymbolicMxNetAdapter extends MxNetAdapter {
    @Override
    public Block compiled(Block network, Supplier<Graph> graph, NDManager owner, DataDesc batch, boolean training) {
        try {
            return compiled(network, owner, batch, training);
        } catch (EngineException e) {
            throw new UnsupportedException("network of mxnet-symbolic must be one that MXNet can call as a graph, got: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static Block compiled(Block network, NDManager owner, DataDesc batch, boolean training) {
        Recording recording = record(network, owner, batch, training);
        MxSymbolBlock block = new MxSymbolBlock(owner, Symbol.loadJson((MxNDManager) owner, recording.graph()));
        List<Parameter> inputs = block.getAllParameters();
        List<String> names = inputs.stream().map(Parameter::getName).toList();
        // None of them is the block's own to initialise, list or free: the network does that.
        block.setInputNames(names);
        block.initialize(owner, DataType.FLOAT32, batch.getShape());
        int batches = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Parameter own = recording.parameters().get(names.get(i));
            if (own == null) {
                batches++; // Without an array, an input of the graph is what forward is given.
            } else {
                inputs.set(i, own);
            }
        }
        if (batches != 1) {
            throw new UnsupportedException(
                    "network of mxnet-symbolic must make no arrays of its own in its forward pass, such as the first states of a"
                            + " recurrent layer, got " + (batches - 1));
        }
        return block;
    }

    /**
     * A graph and which of its inputs are parameters.
     *
     * @param graph as MXNet's JSON: the recorded nodes themselves hold on to the arrays of the pass
     * @param parameters by the name that autograd gave to each
     */
    private record Recording(String graph, Map<String, Parameter> parameters) {}

    private static Recording record(Block network, NDManager owner, DataDesc batch, boolean training) {
        try (NDManager scratch = owner.newSubManager()) {
            NDArray rows = scratch.zeros(batch.getShape(), batch.getDataType());
            // Autograd notes down only what comes from an array with a gradient, and the parameters may have none.
            rows.setRequiresGradient(true);
            NDArray output;
            try (GradientCollector recorded = owner.getEngine().newGradientCollector()) {
                // A collector means training, and some operations are noted down differently for answers.
                MxGradientCollector.setTraining(training);
                output = network.forward(new ParameterStore(scratch, false), new NDList(rows), training)
                        .singletonOrThrow();
            }
            Map<String, Parameter> parameters = new HashMap<>();
            for (Parameter parameter : network.getParameters().values()) {
                // The graph of a parameter alone is one node, so its name is the parameter's in any graph.
                parameters.put(
                        MxGradientCollector.getSymbol(scratch, parameter.getArray())
                                .getAllNames()[0],
                        parameter);
            }
            return new Recording(MxGradientCollector.getSymbol(scratch, output).toJsonString(), parameters);
        }
    }
}
