/**
 * Where rows come from: finding, checking and reading the files of a data set, none of which is trusted, and leaving them as
 * plain arrays for the workers. Start at {@link io.enginebench.data.DataStore}.
 */
package io.enginebench.data;
