package io.enginebench.campaign.plan;

import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A named set of defaults; every flag overrides its part of it. */
public enum Preset {
    /**
     * A look in a minute or two: at most 6,400 rows, all folds of a task together, a fifth of the epochs (at least 3), one seed, cells side by side;
     * then as many rounds of timing as allow a first word, of the first network on the first task, in short windows and alone on the machine.
     */
    QUICK(1, true, false),
    /** The study's settings under both protocols, one seed, cells side by side because no timing is asked for. */
    SEED(1, true, true),
    /** The study's settings under the clean protocol, ten seeds, and ten rounds of timing. */
    FULL(10, false, false),
    /** No preset: the task's own settings, one seed. */
    NONE(1, false, false);

    private static final int QUICK_ROWS = 6400;

    private final int seeds;
    private final boolean sideBySide;
    private final boolean notebookToo;

    Preset(int seeds, boolean sideBySide, boolean notebookToo) {
        this.seeds = seeds;
        this.sideBySide = sideBySide;
        this.notebookToo = notebookToo;
    }

    /** The preset of that name, if there is one. */
    public static Optional<Preset> named(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset != NONE && preset.id().equals(name))
                .findFirst();
    }

    /** The name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    int seeds() {
        return seeds;
    }

    boolean sideBySide() {
        return sideBySide;
    }

    /** Rounds of timing after the trainings. */
    int rounds() {
        return switch (this) {
            case QUICK -> TimingRounds.FEWEST_FOR_INFERENCE;
            case FULL -> TimingPlanner.ROUNDS;
            case SEED, NONE -> 0;
        };
    }

    List<Protocol> protocols() {
        return notebookToo ? List.of(Protocol.CLEAN, Protocol.NOTEBOOK) : List.of(Protocol.CLEAN);
    }

    /** How the task is trained. */
    HyperParameters adapt(TaskDescriptor task) {
        HyperParameters usual = task.hyperParameters();
        if (this != QUICK) {
            return usual;
        }
        int rows = task.split() instanceof Split.KFold folded ? QUICK_ROWS / folded.folds() : QUICK_ROWS;
        return usual.with(
                Math.min(usual.epochs(), Math.max(3, usual.epochs() / 5)),
                usual.globalBatchSize(),
                Math.min(rows, Objects.requireNonNullElse(usual.trainSamples(), rows)));
    }
}
