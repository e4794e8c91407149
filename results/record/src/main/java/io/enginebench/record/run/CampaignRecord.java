package io.enginebench.record.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and how it went.
 *
 * @param id of this campaign
 * @param command the arguments, folders left out
 * @param planSha256 of the plan's canonical JSON: two campaigns with the same hash were asked for the same
 * @param startedIso wall-clock time in UTC, ISO 8601
 * @param durationS monotonic
 * @param preset the preset the plan was made from
 * @param jobs worker processes that ran side by side; figures of time mean something only with 1
 * @param reference the engine that every other was to be compared with; null: each two were
 * @param plugins files of code that brought networks; absent: none
 */
public record CampaignRecord(
        String id,
        List<String> command,
        String planSha256,
        String startedIso,
        double durationS,
        Termination termination,
        String preset,
        int jobs,
        @Nullable String reference,
        @Nullable List<PluginRecord> plugins) {
    public CampaignRecord {
        command = List.copyOf(command);
        plugins = plugins == null || plugins.isEmpty() ? null : List.copyOf(plugins);
    }
}
