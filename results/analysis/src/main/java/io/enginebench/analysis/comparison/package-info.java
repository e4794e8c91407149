/**
 * From a result's cells to the raw numbers that are compared, and from those to comparisons: {@link
 * io.enginebench.analysis.comparison.CellComparisons}, a pure function of the cells, so that whoever reads a result can make
 * its comparisons again.
 */
package io.enginebench.analysis.comparison;
