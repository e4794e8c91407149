package io.enginebench.report.text;

import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.TimeSpent;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a campaign's time went, in words.
 *
 * @param total seconds of all parts together
 * @param parts those that took any, the longest first
 */
public record TimeShares(double total, List<Part> parts) {
    public TimeShares {
        parts = List.copyOf(parts);
    }

    /**
     * A part of the time.
     *
     * @param what was done, to be read behind a share
     */
    public record Part(String what, double seconds, double share) {}

    /** Of a campaign that tells; no parts of another. */
    public static TimeShares of(CampaignRecord campaign) {
        TimeSpent time = campaign.time();
        List<Part> parts = time == null
                ? List.of()
                : Stream.of(
                                new Part("in training", time.trainingS(), 0),
                                new Part("answering test rows", time.evaluatingS(), 0),
                                new Part("in timed windows", time.timingS(), 0),
                                new Part("warming up for them", time.warmingS(), 0),
                                new Part("in cross-evaluations", time.crossEvaluatingS(), 0),
                                new Part("starting processes and engines", time.startingS(), 0),
                                new Part("showing parity", time.parityS(), 0),
                                new Part("preparing data", time.dataS(), 0),
                                new Part("comparing, writing and waiting", time.restS(), 0))
                        .filter(part -> part.seconds() > 0)
                        .sorted(Comparator.comparingDouble(Part::seconds).reversed())
                        .toList();
        double total = parts.stream().mapToDouble(Part::seconds).sum();
        return new TimeShares(
                total,
                parts.stream()
                        .map(part -> new Part(part.what(), part.seconds(), part.seconds() / total))
                        .toList());
    }

    /** All shares of a percent and more in a sentence; empty without parts. */
    public String text(int jobs) {
        if (parts.isEmpty()) {
            return "";
        }
        String whole = clock(total) + (jobs > 1 ? " of processes, %d of them side by side,".formatted(jobs) : "");
        return parts.stream()
                .filter(part -> part.equals(parts.get(0)) || part.share() >= 0.01)
                .map(part -> Numbers.format(
                        "%.0f %%%s %s",
                        100 * part.share(), part.equals(parts.get(0)) ? " of " + whole : "", part.what()))
                .collect(Collectors.joining(", "));
    }

    /** Minutes and seconds, with hours in front where there are any: {@code 1:48}, {@code 2:01:48}. */
    public static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? Numbers.format("%d:%02d", whole / 60, whole % 60)
                : Numbers.format("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
