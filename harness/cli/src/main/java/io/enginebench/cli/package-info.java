/**
 * The command line: flags, progress on standard error, results on standard output, exit codes. Start at {@link
 * io.enginebench.cli.Bench}; its commands are in rooms by what they need, and no room but {@code measure} needs another's.
 */
package io.enginebench.cli;
