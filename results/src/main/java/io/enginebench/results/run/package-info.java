/**
 * The whole of a campaign as one value, the content of {@code result.json}. Start at {@link
 * io.enginebench.results.run.RunResult}.
 */
package io.enginebench.results.run;
