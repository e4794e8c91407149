/**
 * One measurement that one process makes: what is planned ({@link io.enginebench.record.cell.CellSpec}) and what comes out
 * ({@link io.enginebench.record.cell.CellResult}). What both are of is one value, {@link io.enginebench.record.setting.Setting}.
 */
package io.enginebench.record.cell;
