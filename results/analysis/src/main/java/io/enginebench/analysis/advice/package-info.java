/** What commands that are suggested after a run have in common. */
@NullMarked
package io.enginebench.analysis.advice;

import org.jspecify.annotations.NullMarked;
