package io.enginebench.engines.pytorch.script;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.enginebench.engines.djl.DjlStep;
import io.enginebench.engines.pytorch.PyTorchAdapter;
import io.enginebench.engines.pytorch.TorchScript;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.task.TrainingLoss;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * PyTorch, each network a single TorchScript function of its rows and its own parameter arrays, and so are forward pass, loss and backward pass
 * together: one call from Java where the block makes one or more for each operation.
 *
 * <p>DJL can neither trace nor script a block. But it runs TorchScript, and the recorded graph has all that the function's text
 * takes.
 */
public final class ScriptedPyTorchAdapter extends PyTorchAdapter {
    @Override
    public Block compiled(Block network, Supplier<Graph> graph, NDManager owner, DataDesc batch, boolean training) {
        ScriptWriter script = script(graph, batch, training);
        PtSymbolBlock function = TorchScript.load((PtNDManager) owner, script.parameters(), script.body());
        return new Called(function, parameters(network));
    }

    private static ScriptWriter script(Supplier<Graph> graph, DataDesc batch, boolean training) {
        // What PyTorch would make of the function after a few calls takes time to make and was not seen to be faster.
        JniUtils.setGraphExecutorOptimize(false);
        return new ScriptWriter(graph.get(), batch.getShape().get(0), training);
    }

    @Override
    public Optional<Differentiation> differentiation(
            Block network, Supplier<Graph> graph, NDManager owner, DataDesc batch, TrainingLoss loss) {
        ScriptWriter script = script(graph, batch, true);
        return script.step(loss).map(body -> {
            Called function = new Called(
                    TorchScript.load((PtNDManager) owner, script.stepParameters(), body), parameters(network));
            return (x, truth) -> {
                // It only switches PyTorch's recording on, and off again.
                try (GradientCollector recorded = owner.getEngine().newGradientCollector()) {
                    NDList made = function.of(new NDList(truth, x), true);
                    return new DjlStep(made.get(0), made.get(1));
                }
            };
        });
    }

    /** In the network's order, which is the graph's, by the same names. */
    private static List<Parameter> parameters(Block network) {
        return List.copyOf(network.getParameters().values());
    }

    /** Calls the function with the rows and the parameters' arrays as they are now. */
    private static final class Called extends AbstractBlock {
        private final PtSymbolBlock function;
        private final List<Parameter> taken;

        Called(PtSymbolBlock function, List<Parameter> taken) {
            this.function = function;
            this.taken = taken;
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> unused) {
            return of(inputs, training);
        }

        NDList of(NDList inputs, boolean training) {
            NDList all = new NDList(inputs);
            for (Parameter parameter : taken) {
                all.add(parameter.getArray());
            }
            return IValueUtils.forward(function, all, training);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            throw new UnsupportedOperationException("the network has its shapes");
        }
    }
}
