/**
 * A result as one HTML page. Each section is a class that turns a result into {@link io.enginebench.report.page.Block}s;
 * templates only write blocks down, and the script only draws the charts that Java worked out. Start at {@link
 * io.enginebench.report.page.ReportPage}.
 */
package io.enginebench.report.page;
