/**
 * The command line: flags, progress on standard error, results on standard output, exit codes. Start at {@link
 * io.enginebench.cli.Bench}.
 */
package io.enginebench.cli;
