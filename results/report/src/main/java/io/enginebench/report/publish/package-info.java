/**
 * The collection of published runs: which result may enter it, under what name, and the index and site that are made of it. Start
 * at {@link io.enginebench.report.publish.PublishedRuns}. Index and site follow from the results alone, so that a test can say
 * whether they are stale.
 */
@NullMarked
package io.enginebench.report.publish;

import org.jspecify.annotations.NullMarked;
