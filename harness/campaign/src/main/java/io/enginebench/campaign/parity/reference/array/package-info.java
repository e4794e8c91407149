/** Numbers in C order, and where they are: {@link io.enginebench.campaign.parity.reference.array.Tensor}. Depends on nothing. */
package io.enginebench.campaign.parity.reference.array;
