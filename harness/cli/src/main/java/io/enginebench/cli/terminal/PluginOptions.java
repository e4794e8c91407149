package io.enginebench.cli.terminal;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Code of the user, for the commands that work with networks. */
public final class PluginOptions {
    @Option(
            names = {"--plugin", "--plugins"},
            split = ",",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "FILE",
            description =
                    "a jar or .java file with networks of your own, which take part where --models names none, or with rows;"
                            + " for throughput also an .onnx file, which is served (those of ENGINEBENCH_PLUGINS)")
    List<Path> files = List.of();
}
