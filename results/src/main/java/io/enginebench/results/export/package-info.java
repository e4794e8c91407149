/**
 * A result in the forms that other tools read. Start at {@link io.enginebench.results.export.Format}. One figure of one cell
 * is one {@link io.enginebench.results.export.Series} value; each format only writes series down.
 */
package io.enginebench.results.export;
