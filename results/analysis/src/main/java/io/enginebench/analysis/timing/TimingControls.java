package io.enginebench.analysis.timing;

import io.enginebench.analysis.stats.Holm;
import io.enginebench.analysis.stats.Location;
import io.enginebench.analysis.stats.SignedRank;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.analysis.verdict.Comparisons;
import io.enginebench.analysis.verdict.Pair;
import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Control;
import io.enginebench.record.verdict.Control.State;
import java.util.ArrayList;
import java.util.List;

/**
 * What the controls of a campaign say of the machine it ran on: a pure function of its cells.
 *
 * <p>One control for each engine and arm of each group that has them. An engine against itself must come out equivalent, and
 * against itself with a tenth of its time added it must be called faster, by the rules that engines are compared by; each
 * comparison is in a family of its own, since adjusting would only hide a failure. What is not shown to be so is not shown to be
 * otherwise. A control failed if
 *
 * <ul>
 *   <li>an engine is called faster or slower than itself: the whole 95 % interval lies outside the margin;
 *   <li>the delay is contradicted: the delayed side is called equivalent or faster, or the effect of the delay is excluded, the
 *       p value of "1.1 times as fast or more" being at most 0.05, two-sided, after Holm's adjustment over the delayed controls
 *       of the campaign, one in forty of which would be excluded by chance.
 * </ul>
 *
 * <p>Everything else is undecided.
 */
public final class TimingControls {
    /** What the delayed arm adds to each window. */
    private static final double DELAY = 1.1;

    private static final double LEVEL = 0.05;
    private static final int FEWEST = 5;

    private TimingControls() {}

    private record Draft(TimingGroup group, ControlArm arm, String engine, PairedRuns runs) {
        Comparison comparison() {
            return Comparisons.of(List.of(runs)).get(0);
        }

        /** The two-sided p value of the delay having its effect, or 1 where nothing contradicts it. */
        double pOfDelay() {
            // What each kind of processor shows by itself contradicts nothing of all of them.
            List<Pair> pairs = runs.pairing() instanceof PairedRuns.Pairs one ? one.pairs() : List.of();
            if (arm != ControlArm.DELAYED || pairs.size() < FEWEST) {
                return 1;
            }
            double[] ratios = new double[pairs.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = ratio(pairs.get(i));
                if (!Double.isFinite(ratios[i])) {
                    return 1; // A process that crashed says nothing of the clock.
                }
            }
            Location location =
                    ratios.length < SignedRank.smallestSample(LEVEL) ? StudentT.paired(ratios) : SignedRank.of(ratios);
            return Math.min(1, 2 * location.pAtLeast(Math.log(DELAY)));
        }

        private static double ratio(Pair pair) {
            return pair.first() == null || pair.second() == null
                    ? Double.NaN
                    : Math.log(pair.first()) - Math.log(pair.second());
        }
    }

    /** The controls of some cells, in the order of their groups. */
    public static List<Control> of(List<ThroughputCell> cells) {
        return of(cells, Machines.ONE);
    }

    /** The same, rounds of unlike processors apart, which leave a control undecided. */
    public static List<Control> of(List<ThroughputCell> cells, Machines machines) {
        List<Draft> drafts = new ArrayList<>();
        TimingGroup.of(cells).forEach((group, own) -> {
            for (ControlArm arm : ControlArm.OF_TIMING) {
                own.stream()
                        .filter(cell -> cell.control() == arm)
                        .map(ThroughputCell::engine)
                        .distinct()
                        .sorted()
                        .map(engine ->
                                new Draft(group, arm, engine, TimingSamples.control(group, own, engine, arm, machines)))
                        .forEach(drafts::add);
            }
        });
        List<Draft> delayed = drafts.stream()
                .filter(draft -> draft.arm() == ControlArm.DELAYED)
                .toList();
        double[] adjusted =
                Holm.adjust(delayed.stream().mapToDouble(Draft::pOfDelay).toArray());
        List<Control> controls = new ArrayList<>();
        for (Draft draft : drafts) {
            Comparison comparison = draft.comparison();
            State state = draft.arm() == ControlArm.AGAIN
                    ? State.ofOneEngine(comparison.verdict())
                    : delayed(draft.engine(), comparison, adjusted[delayed.indexOf(draft)]);
            controls.add(control(draft, state, comparison));
        }
        return controls;
    }

    private static State delayed(String engine, Comparison comparison, double pOfDelay) {
        return switch (comparison.verdict()) {
            case BETTER -> engine.equals(comparison.better()) ? State.PASSED : State.FAILED;
            case EQUIVALENT -> State.FAILED;
            case INCONCLUSIVE -> pOfDelay <= LEVEL ? State.FAILED : State.UNDECIDED;
            case NO_INFERENCE, INVALID -> State.UNDECIDED;
        };
    }

    private static Control control(Draft draft, State state, Comparison comparison) {
        TimingGroup group = draft.group();
        Control control = new Control(
                draft.arm(),
                draft.engine(),
                group.task(),
                group.model(),
                group.division(),
                group.mode(),
                group.batch(),
                group.threads(),
                state == State.PASSED,
                comparison.text());
        return control.judged(state);
    }
}
