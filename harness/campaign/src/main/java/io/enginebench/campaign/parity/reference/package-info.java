/**
 * Networks once more, in plain Java and doubles, from their graphs: forward pass, losses, backward pass and Adam written from their
 * definitions, so that a fault which all engines share shows. Slow, and meant for one batch. Start at {@link
 * io.enginebench.campaign.parity.reference.ReferenceNetwork}; the operators are in {@code kernel}. Of the project it knows the graph
 * and nothing else; above all not DJL and not {@code models}.
 */
package io.enginebench.campaign.parity.reference;
