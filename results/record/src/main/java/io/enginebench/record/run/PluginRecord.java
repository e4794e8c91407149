package io.enginebench.record.run;

/**
 * A file of code that a run was given: whoever repeats the run needs the same one.
 *
 * @param file its name, without its folder
 * @param sha256 of its content
 */
public record PluginRecord(String file, String sha256) {}
