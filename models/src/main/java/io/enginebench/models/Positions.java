package io.enginebench.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** Adds to the embedding of each token what is learnt for its position: (batch, position, feature) to the same. */
final class Positions extends AbstractBlock {
    private final Parameter weight;

    /**
     * For texts of one length.
     *
     * @param length tokens of a text
     * @param features of a token
     */
    Positions(int length, int features) {
        weight = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(length, features))
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray tokens = inputs.singletonOrThrow();
        return new NDList(tokens.add(store.getValue(weight, tokens.getDevice(), training)));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return inputs;
    }
}
