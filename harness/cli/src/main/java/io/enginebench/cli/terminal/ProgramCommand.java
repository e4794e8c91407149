package io.enginebench.cli.terminal;

import io.enginebench.ground.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    /** The flags of code that the user brings; null for a command that works with none. */
    protected @Nullable PluginOptions plugins() {
        return null;
    }

    /**
     * Opens the code that the user brings, once everything is parsed.
     *
     * @throws io.enginebench.ground.BenchException if it cannot be
     */
    public final void openPlugins() {
        PluginOptions plugins = plugins();
        if (plugins != null) {
            program = program.with(plugins.files);
        }
    }
}
