package io.enginebench.campaign.plan;

import java.util.List;

/**
 * What can be asked for here.
 *
 * @param engines ids of the engines that are built here
 * @param usualEngines those of them that are no variants: they take part in every request that names none, and in both
 *     divisions
 * @param cores of this machine: the most threads, and the most jobs side by side
 * @param costs tells those of the networks that are timed
 */
public record Offer(TaskCatalog tasks, List<String> engines, List<String> usualEngines, int cores, Costs costs) {
    public Offer {
        engines = List.copyOf(engines);
        usualEngines = List.copyOf(usualEngines);
    }
}
