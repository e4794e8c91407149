/**
 * Where rows come from: finding, fetching, checking and reading the files of a data set, none of which is trusted, and leaving
 * them as plain arrays for the workers. Start at {@link io.enginebench.data.sources.DataStore}.
 */
package io.enginebench.data.sources;
