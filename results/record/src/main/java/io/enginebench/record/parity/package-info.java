/**
 * What it takes to show that two engines train the same thing, as values: the report, and the names of the files in which an
 * engine writes down what it did. Start at {@link io.enginebench.record.parity.ParityReport}.
 */
package io.enginebench.record.parity;
