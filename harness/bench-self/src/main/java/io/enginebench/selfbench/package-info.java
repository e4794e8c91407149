/**
 * Measures enginebench itself, in processes that it starts: the worker's loop against DJL's tutorial loop and against bare
 * engine calls, its memory over many steps. Start at {@link io.enginebench.selfbench.SelfBench}. Nothing depends on it; it
 * loads no engine itself.
 */
package io.enginebench.selfbench;
