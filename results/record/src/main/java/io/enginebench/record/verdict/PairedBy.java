package io.enginebench.record.verdict;

import io.enginebench.record.json.JsonEnum;

/** What the two scores of a pair have in common. */
public enum PairedBy implements JsonEnum {
    /** Weights, batch order and rows. */
    SEED,
    /** The same of one fold: how the first rules of verdicts paired. Since then the folds of a seed are averaged. */
    FOLD,
    /** The time: the two ran back to back. */
    ROUND
}
