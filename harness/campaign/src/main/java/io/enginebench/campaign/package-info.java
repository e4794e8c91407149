/**
 * Outside the engines: plans cells, prepares their data, launches and supervises their processes and collects the result. Read
 * {@link io.enginebench.campaign.Campaign} first. Must not have DJL on its class path and never loads an engine's jars.
 */
package io.enginebench.campaign;
