package io.enginebench.campaign.plan;

import java.util.List;
import java.util.Map;

/** Tells what networks cost. */
@FunctionalInterface
public interface Costs {
    /** Floating-point operations of evaluating a row of each of which they are known. */
    Map<TaskNetwork, Long> flopsPerRow(List<TaskNetwork> networks);
}
