/**
 * Timing one cell in a process that does nothing else. Start at {@link io.enginebench.worker.timing.TimingRunner}. JMH is used
 * here and nowhere else.
 */
package io.enginebench.worker.timing;
