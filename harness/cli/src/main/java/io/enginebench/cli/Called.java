package io.enginebench.cli;

import io.enginebench.campaign.process.ModelsProcess;
import io.enginebench.cli.terminal.Program;
import io.enginebench.ground.ExitCode;
import io.enginebench.ground.Home;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A command that was called from Java code, with what it would have printed.
 *
 * @param out on standard output
 * @param mistakes what it said on standard error, a line each
 */
record Called(int exitCode, String out, String mistakes) {
    /**
     * Runs a command in this process.
     *
     * @param place a checkout or a release; null for that of this process's properties
     */
    static Called of(List<String> command, @Nullable Path place) {
        StringWriter out = new StringWriter();
        StringWriter said = new StringWriter();
        Program here = Program.ofThisProcess(command.toArray(new String[0]));
        int exitCode = Bench.run(new Program(
                place == null
                        ? here.models()
                        : new ModelsProcess(new Home(place, here.home().cache())),
                new PrintWriter(out),
                new PrintWriter(said),
                false,
                here.environment(),
                command,
                here.interrupts()));
        return new Called(
                exitCode,
                out.toString(),
                said.toString()
                        .lines()
                        .filter(line -> line.startsWith("bench: "))
                        .map(line -> line.substring("bench: ".length()))
                        .collect(Collectors.joining("\n")));
    }

    /** Whether it ended so. */
    boolean ended(ExitCode... codes) {
        return List.of(codes).stream().anyMatch(code -> code.number() == exitCode);
    }

    /**
     * Goes on only if what was asked for was sound.
     *
     * @throws IllegalArgumentException with a line for each mistake
     */
    void refuseMistakes() {
        if (ended(ExitCode.USAGE, ExitCode.BAD_INPUT)) {
            throw new IllegalArgumentException(mistakes);
        }
    }
}
