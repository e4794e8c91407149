/**
 * Records what a network computes, without any engine. Start at {@link io.enginebench.models.graph.Recorder}; {@link
 * io.enginebench.models.graph.RecorderMain} is the same as a program.
 *
 * <p>A network in DJL's block API says what it computes only by calling DJL's arrays. Here these are arrays that hold no
 * numbers: each knows its shape and which operator made it of which arrays. {@code OperatorRules} is the table of the operators
 * and of the shapes they make.
 */
package io.enginebench.models.graph;
