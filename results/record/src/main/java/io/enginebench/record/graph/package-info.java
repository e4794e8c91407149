/**
 * What a network computes, as a value: operators in order of execution with their attributes, shapes and parameters. Start at
 * {@link io.enginebench.record.graph.Graph}; {@link io.enginebench.record.graph.GraphSummary} counts parameters, FLOPs and
 * bytes. It must not depend on any library of networks.
 */
package io.enginebench.record.graph;
