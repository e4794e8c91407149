/**
 * The proof that engines train the same thing: each writes down its first steps in a process of its own, and a ladder of eight
 * rungs compares what they wrote with each other and with an independent implementation. Start at {@link
 * io.enginebench.campaign.parity.Parity}; docs/parity.md has the rungs and the reasons for their tolerances.
 */
package io.enginebench.campaign.parity;
