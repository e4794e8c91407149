/**
 * What planning, writing, verifying, showing and merging cost where there are many cells, which are drawn here and measured nowhere. Start at
 * {@link io.enginebench.selfbench.growth.Growth}. It starts no process.
 */
package io.enginebench.selfbench.growth;
