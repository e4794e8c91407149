/**
 * What tells engines apart that answer, side by side. Start at {@link io.enginebench.report.serving.ServingTable}.
 */
package io.enginebench.report.serving;
