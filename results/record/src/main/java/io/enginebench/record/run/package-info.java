/**
 * The whole of a campaign as one value, the content of {@code result.json}. Start at {@link
 * io.enginebench.record.run.RunResult}.
 */
package io.enginebench.record.run;
