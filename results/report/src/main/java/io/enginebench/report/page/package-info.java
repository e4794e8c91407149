/**
 * A result, or a list of runs, as one HTML page. A section turns a result into blocks; templates only write blocks down, and the
 * script only draws the charts that Java worked out. Start at {@link io.enginebench.report.page.ReportPage}.
 */
package io.enginebench.report.page;
