/**
 * Quality figures in plain Java from predictions, the same for every engine. Start at {@link
 * io.enginebench.analysis.score.Scores}.
 */
package io.enginebench.analysis.score;
