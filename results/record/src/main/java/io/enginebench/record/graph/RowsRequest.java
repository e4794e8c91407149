package io.enginebench.record.graph;

/**
 * Rows of a plugin that are to be written down.
 *
 * @param name what the plugin calls them
 * @param folder where they are to be, an absolute path
 */
public record RowsRequest(String name, String folder) {}
