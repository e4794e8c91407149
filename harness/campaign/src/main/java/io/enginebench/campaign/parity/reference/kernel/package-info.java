/**
 * What each operator computes and the derivative of that: {@link io.enginebench.campaign.parity.reference.kernel.Kernels} is the table.
 * Depends on numbers and on the graph's nodes.
 */
package io.enginebench.campaign.parity.reference.kernel;
