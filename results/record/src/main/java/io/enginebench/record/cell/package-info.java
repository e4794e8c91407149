/**
 * One measurement that one process makes: what it is told ({@link io.enginebench.record.cell.CellSpec} in a {@link
 * io.enginebench.record.cell.WorkerJob}), what it says meanwhile ({@link io.enginebench.record.cell.WorkerEvent}) and what
 * comes out ({@link io.enginebench.record.cell.CellResult}).
 */
package io.enginebench.record.cell;
