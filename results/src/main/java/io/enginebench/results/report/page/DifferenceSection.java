package io.enginebench.results.report.page;

import java.util.Optional;

/** The engines' differences and ratios with their intervals and margins. */
final class DifferenceSection {
    private DifferenceSection() {}

    static Optional<Section> of(RunScope run) {
        return Optional.empty();
    }
}
