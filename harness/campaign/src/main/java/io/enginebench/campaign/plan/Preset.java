package io.enginebench.campaign.plan;

import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.HyperParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A named set of defaults; every flag overrides its part of it. */
public enum Preset {
    /**
     * A look in a few minutes: at most 12,800 rows, a fifth of the epochs (at least 3), one seed, cells side by side; then as many rounds of timing
     * as allow a first word, of the first network on the first task, in few windows and alone on the machine.
     */
    QUICK(1, true, false),
    /** The study's settings under both protocols, one seed, cells side by side because no timing is asked for. */
    SEED(1, true, true),
    /** The study's settings under the clean protocol, ten seeds, and ten rounds of timing. */
    FULL(10, false, false),
    /** No preset: the task's own settings, one seed. */
    NONE(1, false, false);

    private static final int QUICK_ROWS = 12_800;

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

    HyperParameters adapt(HyperParameters task) {
        if (this != QUICK) {
            return task;
        }
        return task.with(
                Math.min(task.epochs(), Math.max(3, task.epochs() / 5)),
                task.globalBatchSize(),
                task.trainSamples() == null ? QUICK_ROWS : Math.min(QUICK_ROWS, task.trainSamples()));
    }
}
