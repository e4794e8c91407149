package io.enginebench.models.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;

/**
 * Runs a network layer by layer, on whatever engine its arrays are of, and tells what each makes. Layers within layers are named by their
 * path: {@code 04ParallelBlock_01SequentialBlock_01Conv2d}.
 *
 * @param training what each layer is told
 */
public record LayerWalk(ParameterStore store, boolean training, Sink sink) {
    /** Told of each layer that makes one array. */
    @FunctionalInterface
    public interface Sink {
        /** A layer has made its output. */
        void made(String path, NDArray output);
    }

    /** Runs a whole network; gives what it makes. */
    public NDList through(Block network, NDList input) {
        return through("", network, input);
    }

    /** What is parallel is run once for itself, to be looked at, and once with what joins it. */
    private NDList through(String path, Block block, NDList input) {
        NDList values = input;
        if (block instanceof SequentialBlock) {
            for (Pair<String, Block> child : block.getChildren()) {
                values = through(path(path, child), child.getValue(), values);
            }
            return values;
        }
        if (block instanceof ParallelBlock) {
            for (Pair<String, Block> child : block.getChildren()) {
                through(path(path, child), child.getValue(), input);
            }
        }
        values = block.forward(store, input, training);
        if (values.size() == 1) {
            sink.made(path, values.singletonOrThrow());
        }
        return values;
    }

    /** A child's number and class, or what a function of no class is called, if that is a name: DJL's own is what the JVM calls it. */
    private static String path(String parent, Pair<String, Block> child) {
        String name = child.getValue() instanceof LambdaBlock lambda
                        && !LambdaBlock.DEFAULT_NAME.equals(lambda.getName())
                        && lambda.getName().matches("[A-Za-z0-9_]+")
                ? child.getKey().replace("LambdaBlock", lambda.getName())
                : child.getKey();
        return parent.isEmpty() ? name : parent + "_" + name;
    }
}
