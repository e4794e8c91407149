package io.enginebench.record.run;

import io.enginebench.record.Check;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and how it went.
 *
 * @param id of this campaign
 * @param command the arguments, folders left out
 * @param planSha256 of the plan's JSON without what is of one machine: two campaigns with the same hash were asked for the same, and
 *     shares of one plan have that of the whole
 * @param startedIso wall-clock time in UTC, ISO 8601
 * @param durationS monotonic; 0 of a share that did not come to its end
 * @param preset the preset the plan was made from
 * @param jobs worker processes that ran side by side; figures of time mean something only with 1
 * @param reference the engine that every other was to be compared with; null: each two were
 * @param plugins files of code that brought networks; absent: none
 * @param share the part of the plan that was run; absent: all of it
 * @param job the scheduler's name and number of the job that it was; absent: none
 * @param time where it went; absent: not told
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
        @Nullable List<PluginRecord> plugins,
        @Nullable Share share,
        @Nullable String job,
        @Nullable TimeSpent time) {
    public CampaignRecord {
        command = List.copyOf(command);
        plugins = plugins == null || plugins.isEmpty() ? null : List.copyOf(plugins);
    }

    /** The same once it has ended. */
    public CampaignRecord ended(double seconds, Termination how, @Nullable TimeSpent spent) {
        return new CampaignRecord(
                id, command, planSha256, startedIso, seconds, how, preset, jobs, reference, plugins, share, job, spent);
    }

    /**
     * A part of a plan that several machines share.
     *
     * @param number from 1
     * @param of how many there are
     */
    public record Share(int number, int of) {
        /** Shares of a plan. */
        public static final int MOST = 10_000;

        private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})/([0-9]{1,5})");

        public Share {
            Check.that(
                    1 <= number && number <= of && of <= MOST,
                    "share",
                    "i/n with 1 <= i <= n <= " + MOST,
                    number + "/" + of);
        }

        /** What {@link #toString} writes; empty for any other text. */
        public static Optional<Share> of(String text) {
            Matcher parts = TEXT.matcher(text);
            try {
                return parts.matches()
                        ? Optional.of(new Share(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))))
                        : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /** As in {@code 2/4}. */
        @Override
        public String toString() {
            return number + "/" + of;
        }
    }
}
