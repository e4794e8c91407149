package io.enginebench.campaign.plan;

import io.enginebench.record.run.ModelRecord;
import java.util.List;
import java.util.Map;

/** Tells what networks cost. */
@FunctionalInterface
public interface Costs {
    /** What is known of each. */
    Map<TaskNetwork, ModelRecord> of(List<TaskNetwork> networks);
}
