package io.enginebench.cli.measure;

import io.enginebench.cli.terminal.Offered;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is measured, and which engines are compared with which. */
final class ComparisonOptions extends ChoiceOptions {
    @Option(
            names = "--reference",
            completionCandidates = Offered.Engines.class,
            paramLabel = "E",
            description = "the engine that every other is compared with, or none: each two are (none; with more than 3"
                    + " engines the first)")
    @Nullable
    String reference;
}
