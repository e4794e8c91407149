package io.enginebench.record.verdict;

import io.enginebench.record.json.JsonEnum;

/** What a comparison comes to. */
public enum Conclusion implements JsonEnum {
    /** The 90 % interval lies within the margin. */
    EQUIVALENT,
    /** One engine is better, or faster by more than the margin. */
    BETTER,
    /** Neither is shown. */
    INCONCLUSIVE,
    /** The runs are too few for any statement. */
    NO_INFERENCE,
    /** The engines were not given the same, or one failed too often. */
    INVALID
}
