/**
 * A result as tables for people, without saying how they are drawn. Start at {@link
 * io.enginebench.results.report.ResultTables}.
 */
package io.enginebench.results.report;
