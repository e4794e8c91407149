/**
 * Quality figures in plain Java from predictions, the same for every engine. Start at {@link
 * io.enginebench.results.score.Scores}.
 */
package io.enginebench.results.score;
