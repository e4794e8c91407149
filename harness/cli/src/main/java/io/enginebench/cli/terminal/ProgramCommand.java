package io.enginebench.cli.terminal;

import io.enginebench.ground.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** A command of {@code ./bench}, with {@code --help}, whose header is examples, and {@code --version}. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        headerHeading = "Examples:%n",
        synopsisHeading = "%nUsage: ")
public abstract class ProgramCommand implements Callable<ExitCode> {
    /** Set by {@link Commands} before anything is parsed. */
    @SuppressWarnings("NullAway.Init")
    protected Program program;
}
