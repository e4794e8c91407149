/**
 * The file formats of the data sets, read from files that are not trusted into checked arrays: {@link
 * io.enginebench.data.formats.Idx}, {@link io.enginebench.data.formats.EmojisText} and {@link
 * io.enginebench.data.formats.NavigabilityPickle}. Knows nothing of where files come from.
 */
package io.enginebench.data.formats;
