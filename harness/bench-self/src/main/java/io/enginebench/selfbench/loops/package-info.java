/**
 * Loops to compare enginebench's own with, each a program that runs inside one engine's process: how DJL's tutorials train,
 * and the mistake of reading a clock before the engine is done. Sees DJL, the spi and results; never the campaign.
 */
package io.enginebench.selfbench.loops;
