package io.enginebench.record.run;

/**
 * A campaign whose trainings were put together with those of others.
 *
 * @param contentSha256 of the result it left
 * @param campaign what was asked then and how it went
 */
public record PooledRun(String contentSha256, CampaignRecord campaign) {}
