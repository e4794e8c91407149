/**
 * Whether a run is worse than an earlier one of the same engines. Start at {@link io.enginebench.analysis.gate.Gate}. It knows
 * nothing of files and exit codes.
 */
package io.enginebench.analysis.gate;
