/** The commands that read results: report, verify, export, gate, pick, publish. They start no engine. */
package io.enginebench.cli.result;
