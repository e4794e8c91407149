package io.enginebench.results.comparison;

import io.enginebench.results.cell.CellResult;
import io.enginebench.results.cell.QualityCell;
import io.enginebench.results.cell.ThroughputCell;
import io.enginebench.results.parity.ParityReport;
import io.enginebench.results.run.Comparison;
import io.enginebench.results.task.TaskDescriptor;
import io.enginebench.results.timing.TimingSamples;
import io.enginebench.results.verdict.Comparisons;
import io.enginebench.results.verdict.PairedRuns;
import java.util.ArrayList;
import java.util.List;

/** The comparisons of a result. */
public final class CellComparisons {
    private CellComparisons() {}

    /**
     * Compares each two engines in every figure that they have in common.
     *
     * @param engines ids in the order of the result, the first of a pair before the second
     * @param parity what was shown of the engines; two of which it was to be shown and was not are not compared in quality
     * @param timesCount whether trainings had the machine to themselves, so that their times are compared too
     * @return for each task and model accuracy, macro recall and the recall of each class, or MSE, then the time to the target,
     *     then the throughputs of timing rounds; none for one engine
     */
    public static List<Comparison> of(
            List<TaskDescriptor> tasks,
            List<String> engines,
            List<CellResult> cells,
            List<ParityReport> parity,
            boolean timesCount) {
        return Comparisons.of(samples(tasks, engines, cells, parity, timesCount));
    }

    /** The raw numbers of those comparisons. */
    public static List<PairedRuns> samples(
            List<TaskDescriptor> tasks,
            List<String> engines,
            List<CellResult> cells,
            List<ParityReport> parity,
            boolean timesCount) {
        List<PairedRuns> samples = new ArrayList<>(QualitySamples.of(
                tasks,
                engines,
                cells.stream()
                        .filter(QualityCell.class::isInstance)
                        .map(QualityCell.class::cast)
                        .toList(),
                parity,
                timesCount));
        samples.addAll(TimingSamples.of(
                engines,
                cells.stream()
                        .filter(ThroughputCell.class::isInstance)
                        .map(ThroughputCell.class::cast)
                        .toList()));
        return samples;
    }
}
