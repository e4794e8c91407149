package io.enginebench.cli.terminal;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** A command that says the same to people and, with {@code --json}, to programs. */
public abstract class JsonCommand extends ProgramCommand {
    @Option(names = "--json", description = "print JSON on standard output")
    protected boolean json;

    /** Prints a value as JSON if that was asked for, else in the form for people. */
    protected final void print(Object value, Consumer<PrintWriter> forPeople) {
        program.print(json, value, forPeople);
    }
}
