package io.enginebench.cli;

import io.enginebench.ground.ExitCode;
import io.enginebench.record.json.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/** A command of {@code ./bench}, with {@code --help} and {@code --version}. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class ProgramCommand implements Callable<ExitCode> {
    /** Set by {@link Commands} before anything is parsed. */
    @SuppressWarnings("NullAway.Init")
    Program program;

    /** Prints a value as JSON, or in the form for people. */
    final void print(boolean asJson, Object value, Consumer<PrintWriter> forPeople) {
        if (asJson) {
            program.out().print(Json.pretty(value));
        } else {
            forPeople.accept(program.out());
        }
    }
}
