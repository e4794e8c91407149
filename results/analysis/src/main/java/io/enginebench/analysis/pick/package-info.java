/**
 * Which engine a run recommends to somebody who has limits to keep and one wish. Start at {@link
 * io.enginebench.analysis.pick.Pick}, a pure function of a result. It reads the result's own verdicts and makes none: two means
 * say nothing of which engine is faster.
 */
@NullMarked
package io.enginebench.analysis.pick;

import org.jspecify.annotations.NullMarked;
