/**
 * The study's network once more, in plain Java and doubles: forward pass, losses, backward pass and Adam written from their
 * definitions, so that a fault which all engines share shows. Slow, and meant for one batch. Start at {@link
 * io.enginebench.campaign.parity.reference.ReferenceCnn}. Depends on nothing of the project; above all not on DJL and not on
 * {@code models}.
 */
package io.enginebench.campaign.parity.reference;
