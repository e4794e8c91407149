/**
 * Loops to compare enginebench's own with, each a program that runs inside one engine's process: bare calls
 * of an engine, and the mistake of reading a clock before the engine is done. Sees DJL, the models, the spi, the
 * worker and results; never the campaign.
 */
package io.enginebench.selfbench.loops;
