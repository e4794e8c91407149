package io.enginebench.cli.catalog;

import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import picocli.CommandLine.Command;

/** Begins something of one's own. */
@Command(
        name = "new",
        header = {"  ./bench new model my-net"},
        description = "Writes a project to begin with: model, a network of your own.",
        subcommands = NewModelCommand.class)
public final class NewCommand extends ProgramCommand {
    @Override
    public ExitCode call() {
        throw new Usage("new", "followed by what: model", "nothing");
    }
}
