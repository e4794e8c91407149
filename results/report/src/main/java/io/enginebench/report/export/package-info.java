/**
 * A result in the forms that other tools read. Start at {@link io.enginebench.report.export.Format}. One figure of one cell
 * is one {@link io.enginebench.report.export.Series} value; each format only writes series down.
 */
package io.enginebench.report.export;
