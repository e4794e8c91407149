/**
 * What a network's parameters are: before training, {@link io.enginebench.models.weights.StartingWeights}, made of its graph alone, and
 * after it, {@link io.enginebench.models.weights.FlatWeights}. Draws only from generators that it is given.
 */
package io.enginebench.models.weights;
