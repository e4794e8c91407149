package io.enginebench.campaign.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.ground.BenchException.Unfit;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostLockTest {
    @Test
    void secondCampaignIsRefusedNamingTheFirstAndLetInAfterIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("lock");
        try (HostLock first = HostLock.take(file)) {
            assertEquals(
                    "this machine must be free of other campaigns, got one with process id "
                            + ProcessHandle.current().pid() + "; next: wait for it to end",
                    assertThrows(Unfit.class, () -> HostLock.take(file)).getMessage());
        }
        HostLock.take(file).close();
    }
}
