package io.enginebench.report.page;

import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The published run with the study's settings, and what docs/reference-runs.md, which another test keeps up with it, says of it. */
final class PublishedSeed {
    private static final Path ROOT = Path.of(System.getProperty("enginebench.home"));
    private static final Pattern ACCURACY = Pattern.compile(
            "seed\\.json, generated: begin -->.*?\\| accuracy \\| (\\S+) \\| (\\S+) \\| (\\S+) \\|", Pattern.DOTALL);

    private PublishedSeed() {}

    static RunResult result() throws IOException {
        return Pages.published("seed");
    }

    /** The same as if the first seed alone had been run. */
    static RunResult ofOneSeed() throws IOException {
        return CellComparisons.judged(result().only(cell -> cell.seed() == 1));
    }

    /** How many seeds it has. */
    static long seeds() throws IOException {
        return result().qualityCells().stream()
                .map(QualityCell::seed)
                .distinct()
                .count();
    }

    /** Accuracy on Fashion-MNIST as docs/reference-runs.md has it: the study's, PyTorch's, MXNet's. */
    static List<String> accuracies() throws IOException {
        MatchResult row = ACCURACY.matcher(Files.readString(ROOT.resolve("docs/reference-runs.md")))
                .results()
                .findFirst()
                .orElseThrow();
        return List.of(row.group(1), row.group(2), row.group(3));
    }
}
