package io.enginebench.analysis.verify;

import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.CampaignRecord.Share;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether what a campaign says of itself goes with its command, its cells and the campaigns that it was put together of. */
final class CampaignChecks {
    private static final String THROUGHPUT = "throughput";

    private final RunResult result;
    private final CampaignRecord campaign;
    private final Findings findings;

    private CampaignChecks(RunResult result, Findings findings) {
        this.result = result;
        this.campaign = result.campaign();
        this.findings = findings.at("campaign");
    }

    static void of(RunResult result, Findings findings) {
        CampaignChecks checks = new CampaignChecks(result, findings);
        List<PooledRun> runs = Objects.requireNonNullElse(result.pooled(), List.<PooledRun>of());
        if (runs.isEmpty()) {
            checks.findings.same(
                    ".termination", Termination.of(result.cells()), "from the cells", checks.campaign.termination());
            checks.command();
        } else {
            checks.sums(runs.stream().map(PooledRun::campaign).toList());
        }
        if (Stream.concat(Stream.of(checks.campaign), runs.stream().map(PooledRun::campaign))
                .noneMatch(run -> isResumed(run.command()))) {
            checks.time();
        }
    }

    /** Of such a campaign the record tells the last start alone. */
    private static boolean isResumed(List<String> command) {
        return value(command, "--resume").isPresent();
    }

    private static Optional<String> value(List<String> command, String option) {
        for (int i = 0; i < command.size(); i++) {
            if (command.get(i).equals(option) && i + 1 < command.size()) {
                return Optional.of(command.get(i + 1));
            }
            if (command.get(i).startsWith(option + "=")) {
                return Optional.of(command.get(i).substring(option.length() + 1));
            }
        }
        return Optional.empty();
    }

    private void command() {
        List<String> command = campaign.command();
        if (isResumed(command)) {
            return;
        }
        if (command.contains(THROUGHPUT) || campaign.preset().equals(THROUGHPUT)) {
            findings.unless(command.contains(THROUGHPUT), ".command", "that of the preset " + THROUGHPUT, command);
            asTyped(".preset", Optional.of(THROUGHPUT), campaign.preset());
            asTyped(".jobs", Optional.of("1"), campaign.jobs());
        }
        asTyped(".preset", value(command, "--preset"), campaign.preset());
        asTyped(".jobs", value(command, "--jobs"), campaign.jobs());
        asTyped(".share", value(command, "--shard"), campaign.share());
    }

    private void asTyped(String part, Optional<String> typed, @Nullable Object got) {
        typed.ifPresent(
                value -> findings.unless(value.equals(String.valueOf(got)), part, value + " (from the command)", got));
    }

    private void sums(List<CampaignRecord> runs) {
        String why = "from the campaigns in pooled";
        findings.same(
                ".duration_s",
                runs.stream().mapToDouble(CampaignRecord::durationS).sum(),
                why,
                campaign.durationS());
        findings.same(
                ".jobs", runs.stream().mapToInt(CampaignRecord::jobs).max().orElse(1), why, campaign.jobs());
        findings.same(
                ".started_iso",
                runs.stream()
                        .map(CampaignRecord::startedIso)
                        .sorted()
                        .findFirst()
                        .orElse(""),
                why,
                campaign.startedIso());
        findings.same(".preset", runs.get(0).preset(), why, campaign.preset());
        if (campaign.command().stream().findFirst().filter("merge"::equals).isPresent()) {
            shares(runs);
        }
    }

    /** Campaigns that were put together as shares are shares of the one plan, each another. */
    private void shares(List<CampaignRecord> runs) {
        Findings pooled = new Findings(findings.mistakes(), "");
        Set<Integer> numbers = new HashSet<>();
        Share first = runs.get(0).share();
        pooled.each("pooled", runs, (at, run) -> {
            Share share = run.share();
            at.same(".campaign.plan_sha256", campaign.planSha256(), "from campaign", run.planSha256());
            at.unless(
                    share != null && first != null && share.of() == first.of() && numbers.add(share.number()),
                    ".campaign.share",
                    "another share of as many",
                    share);
        });
    }

    /** Jobs that run side by side measure no more seconds than there were, times their number. */
    private void time() {
        double least = MeasuredTime.least(result.cells(), campaign.jobs());
        findings.unless(
                campaign.durationS() >= least,
                ".duration_s",
                "%s or more (what the cells measured, by jobs at a time)".formatted(least),
                campaign.durationS());
    }
}
