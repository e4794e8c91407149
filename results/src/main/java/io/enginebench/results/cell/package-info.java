/**
 * One measurement that one process makes: what it is told ({@link io.enginebench.results.cell.CellSpec} in a {@link
 * io.enginebench.results.cell.WorkerJob}), what it says meanwhile ({@link io.enginebench.results.cell.WorkerEvent}) and what
 * comes out ({@link io.enginebench.results.cell.CellResult}).
 */
package io.enginebench.results.cell;
