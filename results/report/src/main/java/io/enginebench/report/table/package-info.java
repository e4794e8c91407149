/**
 * A result as tables for people, without saying how they are drawn. Start at {@link
 * io.enginebench.report.table.ResultTables}.
 */
package io.enginebench.report.table;
