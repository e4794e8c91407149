/**
 * The parts of a run's page. Each section is a class that turns a result into {@link io.enginebench.report.page.html.Block}s.
 * Start at {@link io.enginebench.report.page.sections.RunSections}, which has them in their order.
 */
package io.enginebench.report.page.sections;
