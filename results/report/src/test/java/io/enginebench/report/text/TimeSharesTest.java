package io.enginebench.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.run.CampaignRecord;
import io.enginebench.record.run.Termination;
import io.enginebench.record.run.TimeSpent;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeSharesTest {
    private static CampaignRecord campaign(int jobs, TimeSpent time) {
        return new CampaignRecord(
                "r",
                List.of(),
                "0",
                "2026-11-23T00:00:00Z",
                1,
                Termination.NORMAL,
                "none",
                jobs,
                null,
                List.of(),
                null,
                null,
                time);
    }

    /** 66.96 + 8.54 + 21.6 + 10.8 + 0.1 = 108 s. */
    private static final TimeSpent SPENT = new TimeSpent(66.96, 8.54, 0, 0, 0, 21.6, 10.8, 0.1, 0);

    @Test
    void sharesAreToldFromTheLongestAndSmallOnesAreNot() {
        assertEquals(
                "62 % of 1:48 in training, 20 % starting processes and engines, 10 % showing parity, 8 % answering test rows",
                TimeShares.of(campaign(1, SPENT)).text(1));
    }

    @Test
    void timeOfProcessesSideBySideIsNotCalledTheClocks() {
        assertEquals(
                "62 % of 1:48 of processes, 2 of them side by side, in training, 20 % starting processes and engines,"
                        + " 10 % showing parity, 8 % answering test rows",
                TimeShares.of(campaign(2, SPENT)).text(2));
    }

    @Test
    void campaignThatDoesNotTellHasNoShares() {
        assertEquals("", TimeShares.of(campaign(1, null)).text(1));
    }

    @Test
    void clockHasHoursWhereThereAreAny() {
        assertEquals("0:00", TimeShares.clock(0.4));
        assertEquals("59:59", TimeShares.clock(3599.4));
        assertEquals("1:00:00", TimeShares.clock(3599.6));
        assertEquals("25:01:01", TimeShares.clock(90_061));
    }

    @Test
    void longListIsCutAndSaysSo() {
        assertEquals(
                "The first 2 of 3 rows; the others are in the result file.",
                Cut.of(List.of(1, 2, 3), 2).said("rows").orElseThrow());
        assertEquals(List.of(1, 2), Cut.of(List.of(1, 2, 3), 2).shown());
        assertEquals("", Cut.of(List.of(1, 2, 3), 3).said("rows").orElse(""));
    }
}
