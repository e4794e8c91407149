/**
 * Whether a result file says what follows from its own raw values. Start at {@link
 * io.enginebench.analysis.verify.Verification}. Nothing here measures: every figure is computed by the very functions that
 * wrote it.
 */
package io.enginebench.analysis.verify;
