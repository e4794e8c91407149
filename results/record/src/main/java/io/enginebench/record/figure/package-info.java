/**
 * What a cell that ran to its end has measured: figures, and the readings and answers that they are derived from. Start at {@link
 * io.enginebench.record.figure.Metrics}. It must not depend on cells or their settings.
 */
package io.enginebench.record.figure;
