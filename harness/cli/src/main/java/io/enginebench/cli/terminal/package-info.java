/**
 * The process that a command runs in: its folders, its two outputs, signals, and how a command prints. Start at {@link
 * io.enginebench.cli.terminal.Program}. It must not depend on any command.
 */
package io.enginebench.cli.terminal;
