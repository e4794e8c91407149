package io.enginebench.analysis.stats;

import org.apache.commons.statistics.inference.MannWhitneyUTest;

/** How well a number tells the members of a class from others. */
public final class Separation {
    private Separation() {}

    /**
     * The chance that a member's number is larger than another's, half of it where they are equal: the area under the ROC curve.
     *
     * @param members one or more
     * @param others one or more
     */
    public static double rocAuc(double[] members, double[] others) {
        return MannWhitneyUTest.withDefaults().statistic(members, others) / members.length / others.length;
    }
}
