/**
 * What comes before anything is measured: the machine is taken ({@link io.enginebench.campaign.prepare.HostLock}), every engine
 * is asked what it is ({@link io.enginebench.campaign.prepare.Engines}). It must not know of plans.
 */
package io.enginebench.campaign.prepare;
