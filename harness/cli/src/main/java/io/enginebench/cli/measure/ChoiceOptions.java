package io.enginebench.cli.measure;

import io.enginebench.cli.terminal.Offered;
import java.util.List;
import picocli.CommandLine.Option;

/** What is measured, for the commands that take several of each. */
sealed class ChoiceOptions permits ComparisonOptions {
    @Option(
            names = "--engines",
            completionCandidates = Offered.Engines.class,
            split = ",",
            paramLabel = "E",
            description =
                    "engine ids; by default all built in but variants (throughput: variants too; parity: those that train)")
    List<String> engines = List.of();

    @Option(
            names = "--tasks",
            completionCandidates = Offered.Tasks.class,
            split = ",",
            paramLabel = "T",
            description = "task ids, or task files of your own, which end in .json; the study's by default")
    List<String> tasks = List.of();
}
