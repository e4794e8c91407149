/**
 * Synthetic stand-ins for the study's two files, drawn from a seed to the same bytes on every machine. Start at {@link
 * io.enginebench.data.standins.SyntheticEmojis} and {@link io.enginebench.data.standins.SyntheticTerrain}.
 */
package io.enginebench.data.standins;
