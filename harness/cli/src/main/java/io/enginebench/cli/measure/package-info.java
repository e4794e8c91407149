/** The commands that let engines work: compare, run, throughput, parity; their flags and their progress. */
package io.enginebench.cli.measure;
