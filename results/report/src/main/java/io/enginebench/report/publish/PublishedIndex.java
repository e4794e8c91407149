package io.enginebench.report.publish;

import io.enginebench.record.Check;
import io.enginebench.report.table.RunSummary;
import java.util.Comparator;
import java.util.List;

/**
 * The content of {@code index.json}.
 *
 * @param formatVersion of this layout
 * @param runs the newest first
 */
public record PublishedIndex(int formatVersion, List<RunSummary> runs) {
    /** The layout this program writes. */
    public static final int FORMAT_VERSION = 1;

    public PublishedIndex {
        Check.that(formatVersion == FORMAT_VERSION, "format_version", "" + FORMAT_VERSION, formatVersion);
        runs = List.copyOf(runs);
    }

    static PublishedIndex of(List<RunSummary> runs) {
        return new PublishedIndex(
                FORMAT_VERSION,
                runs.stream()
                        .sorted(Comparator.comparing(RunSummary::started)
                                .reversed()
                                .thenComparing(RunSummary::id))
                        .toList());
    }
}
