package io.enginebench.analysis.comparison;

import io.enginebench.analysis.timing.Machines;
import io.enginebench.analysis.timing.TimingControls;
import io.enginebench.analysis.timing.TimingSamples;
import io.enginebench.analysis.verdict.Comparisons;
import io.enginebench.analysis.verdict.Opponents;
import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Control;
import java.util.ArrayList;
import java.util.List;

/** The comparisons of a result. */
public final class CellComparisons {
    private CellComparisons() {}

    /**
     * Compares engines in every figure that they have in common.
     *
     * @param opponents which with which
     * @param parity what was shown of the engines; two of which it was to be shown and was not are not compared in quality
     * @param timesCount whether trainings had the machine to themselves, so that their times are compared too
     * @return for each task and model accuracy, macro recall and the recall of each class, or MSE, then the time to the target,
     *     then the throughputs of timing rounds; none for one engine
     */
    public static List<Comparison> of(
            List<TaskDescriptor> tasks,
            Opponents opponents,
            List<CellResult> cells,
            List<ParityReport> parity,
            boolean timesCount) {
        return of(tasks, opponents, cells, parity, timesCount, Machines.ONE);
    }

    private static List<Comparison> of(
            List<TaskDescriptor> tasks,
            Opponents opponents,
            List<CellResult> cells,
            List<ParityReport> parity,
            boolean timesCount,
            Machines machines) {
        return Comparisons.of(samples(tasks, opponents, cells, parity, timesCount, machines));
    }

    /** The comparisons of each two engines of a result, whether it has those with a reference alone or not. */
    public static List<Comparison> ofEachTwo(RunResult result) {
        return result.campaign().reference() == null
                ? result.comparisons()
                : of(result, Opponents.eachTwo(result.engineIds()), Machines.of(result));
    }

    private static List<Comparison> of(RunResult result, Opponents opponents, Machines machines) {
        return of(
                result.tasks(),
                opponents,
                result.cells(),
                result.parity(),
                result.campaign().jobs() == 1,
                machines);
    }

    /** A result with the comparisons and controls that its cells come to by today's rules. */
    public static RunResult judged(RunResult result) {
        Machines machines = Machines.of(result);
        return result.judged(
                of(result, Opponents.of(result), machines), controls(result.tasks(), result.cells(), machines));
    }

    /** What the controls among some cells come to: those of timing rounds, then those of trainings. */
    public static List<Control> controls(List<TaskDescriptor> tasks, List<CellResult> cells) {
        return controls(tasks, cells, Machines.ONE);
    }

    private static List<Control> controls(List<TaskDescriptor> tasks, List<CellResult> cells, Machines machines) {
        List<Control> controls =
                new ArrayList<>(TimingControls.of(CellResult.ofKind(ThroughputCell.class, cells), machines));
        controls.addAll(QualityControls.of(tasks, cells));
        return controls;
    }

    /** The raw numbers of those comparisons. */
    public static List<PairedRuns> samples(
            List<TaskDescriptor> tasks,
            Opponents opponents,
            List<CellResult> cells,
            List<ParityReport> parity,
            boolean timesCount) {
        return samples(tasks, opponents, cells, parity, timesCount, Machines.ONE);
    }

    private static List<PairedRuns> samples(
            List<TaskDescriptor> tasks,
            Opponents opponents,
            List<CellResult> cells,
            List<ParityReport> parity,
            boolean timesCount,
            Machines machines) {
        List<PairedRuns> samples = new ArrayList<>(
                QualitySamples.of(tasks, opponents, QualityCell.trainings(cells), parity, timesCount, machines));
        samples.addAll(TimingSamples.of(opponents, CellResult.ofKind(ThroughputCell.class, cells), machines));
        return samples;
    }
}
