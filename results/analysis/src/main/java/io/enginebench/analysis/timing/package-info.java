/**
 * What follows from the readings of timing rounds: the figures of a cell from its windows, the percentiles of its calls, the
 * what several cells have in common and the verdicts on the measuring itself. All are pure functions of raw readings, so that a result can
 * be recomputed from its file. Start at {@link io.enginebench.analysis.timing.TimingFigures}. It must not depend on how cells are
 * planned or run.
 */
package io.enginebench.analysis.timing;
