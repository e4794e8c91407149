package io.enginebench.record.run;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A campaign whose cells were put together with those of others.
 *
 * @param contentSha256 of the result it left
 * @param campaign what was asked then and how it went
 * @param environment the machine it ran on, where it may be another for each; absent: the result's
 * @param cells the ids of its cells, where {@code environment} is there
 */
public record PooledRun(
        String contentSha256,
        CampaignRecord campaign,
        @Nullable Environment environment,
        @Nullable List<String> cells) {
    public PooledRun {
        cells = cells == null ? null : List.copyOf(cells);
    }

    /** The same where only some cells are kept. */
    public PooledRun only(Set<String> kept) {
        return cells == null
                ? this
                : new PooledRun(
                        contentSha256,
                        campaign,
                        environment,
                        cells.stream().filter(kept::contains).toList());
    }
}
