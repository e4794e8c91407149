/**
 * The charts of a run, each with its figures as a table. A figure is a class that turns trainings or timings into {@link
 * io.enginebench.report.page.html.Block}s, and knows nothing of the section that it stands in.
 */
package io.enginebench.report.page.figures;
