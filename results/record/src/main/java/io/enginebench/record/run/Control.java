package io.enginebench.record.run;

/** A measurement of the measuring: an A/A comparison, or a delay that must be seen. */
public record Control(String name, boolean passed, String detail) {}
