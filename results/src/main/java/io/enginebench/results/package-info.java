/**
 * What comes out of a benchmark: values, their JSON form and the formulas that derive one from another.
 *
 * <p>Read {@link io.enginebench.results.run.RunResult} first. This module is the only one that the two sides of the
 * process border share, so the values that cross it ({@link io.enginebench.results.cell.CellSpec} inwards, {@link
 * io.enginebench.results.cell.CellResult} outwards) live here too. It must not depend on DJL, on an engine, on the
 * models or on the harness; Jackson is used nowhere else but here.
 */
package io.enginebench.results;
